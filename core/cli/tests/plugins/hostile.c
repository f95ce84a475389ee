/* A plugin that misbehaves in one way, chosen when it is compiled: -DDOES=<one of the names below>. It is a program, or
 * with -DLIBRARY a shared library. */
#define _GNU_SOURCE
#include "engross_plugin.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#ifdef __linux__
#include <sched.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#endif

enum {
    ABORTS, RUBBISH, NEVER_RETURNS, BECOMES_ANOTHER, EATS_MEMORY, HOARDS_BUFFERS, FLOODS, SAYS_NOTHING, FAILS, CRASHES, LEAVES_A_CHILD, ESCAPES_ITS_NAME,
    STEERS_THE_TERMINAL, TRIES_THE_FENCE, PANICS, ODD_STATUS, NULL_BUFFER, CHATTERS,
    ENDS_AS_IF_NOT_STARTED, TAKES_ANOTHERS_NAME, IS_NEWER, IS_OLDER, IS_TEXT, IS_MUTE, ANSWERS
};

#ifndef PROTOCOL
#define PROTOCOL "0.1"
#endif
#ifndef ID
#define ID "hostile"
#endif

static const char MANIFEST[] = "{\"id\": \"" ID "\", \"name\": \"Hostile\", \"version\": \"6.6.6\", \"licence\": \"MIT\","
    " \"protocol\": \"" PROTOCOL "\", \"encoding\": \"cbor\", \"concurrent\": true, \"formats\": [{\"name\": \"hostile\","
    " \"extension\": \"hostile\", \"media-type\": \"text/plain\", \"text\": true}],"
    " \"features\": [\"notes\", \"links\", \"emphasis\", \"scripts\"]}";

static const char *program;
static uint8_t answer[4096];
static size_t length;

static void put(const char *text, size_t size, int kind) {
    answer[length++] = (uint8_t)(kind << 5 | 25);
    answer[length++] = (uint8_t)(size >> 8);
    answer[length++] = (uint8_t)size;
    memcpy(answer + length, text, size);
    length += size;
}

static void word(const char *text) { put(text, strlen(text), 3); }

/* A response with one artifact of this name and text. */
static void respond(const char *name, const char *text) {
    length = 0;
    answer[length++] = 0xa1;
    word("artifacts");
    answer[length++] = 0x81;
    answer[length++] = 0xa3;
    word("name");
    word(name);
    word("media-type");
    word("text/plain");
    word("bytes");
    put(text, strlen(text), 2);
}

/* A response with one finding. */
static void complain(const char *code, const char *message) {
    length = 0;
    answer[length++] = 0xa2;
    word("artifacts");
    answer[length++] = 0x80;
    word("findings");
    answer[length++] = 0x81;
    answer[length++] = 0xa3;
    word("code");
    word(code);
    word("severity");
    word("error");
    word("message");
    word(message);
}

#ifdef __linux__
#define TRY(name, call) at += sprintf(at, name " %s\n", (call) < 0 ? "no" : "YES")

/* Tries what is no file and no network. Each call changes nothing, or what it may. */
static char *try_calls(char *at) {
    struct stat about;
    struct rlimit limit;
    stat(SECRET, &about);
    TRY("change", chmod(SECRET, about.st_mode));
    TRY("change", fchmodat(AT_FDCWD, SECRET, about.st_mode, 0));
    TRY("change", chown(SECRET, about.st_uid, about.st_gid));
    TRY("change", utimensat(AT_FDCWD, SECRET, NULL, 0));
    TRY("change", setxattr(SECRET, "user.engross", "x", 1, 0));
    TRY("unix", socket(AF_UNIX, SOCK_STREAM, 0));
    TRY("unix", socket(AF_NETLINK, SOCK_RAW, 0));
    TRY("unix", shmget(IPC_PRIVATE, 1, IPC_CREAT | 0600));
    getrlimit(RLIMIT_NOFILE, &limit);
    TRY("steer", syscall(SYS_prlimit64, getppid(), RLIMIT_NOFILE, &limit, NULL));
    int ends[2];
    TRY("steer", pipe(ends) < 0 ? -1 : fcntl(ends[0], F_SETOWN, getppid()));
    TRY("steer", fcntl(ends[0], F_SETSIG, SIGURG));
    TRY("steer", fcntl(open(".", O_RDONLY), F_NOTIFY, 2));
    TRY("steer", flock(open(".", O_RDONLY), LOCK_EX));
    TRY("steer", kill(getppid(), 0));
    TRY("steer", kill(-1, 0));
    TRY("steer", syscall(SYS_tkill, getppid(), 0));
    TRY("steer", ptrace(PTRACE_SEIZE, getppid(), NULL, NULL));
    TRY("steer", setpriority(PRIO_PROCESS, getppid(), 19));
    TRY("deep", unshare(CLONE_NEWUSER));
    TRY("deep", unshare(CLONE_NEWNS));
    TRY("deep", syscall(SYS_io_uring_setup, 1, memset(answer, 0, 256)));
    /* The tie to engross is the file that ends this process. */
    int tie = 3;
    while (tie < 1024 && fcntl(tie, F_GETSIG) != SIGKILL) tie++;
    TRY("outlive", close(tie));
    TRY("outlive", dup2(0, tie));
    TRY("outlive", fcntl(tie, F_SETFL, 0));
    TRY("outlive", fcntl(tie, F_SETFD, FD_CLOEXEC));
    TRY("outlive", syscall(SYS_close_range, 3, ~0u, 0));
    TRY("outlive", fcntl(tie, F_GETFL) & O_ASYNC ? -1 : 0);
    TRY("outlive", setsid());
    TRY("outlive", setpgid(0, getppid()));
    pid_t child = fork();
    if (child == 0) _exit(0);
    TRY("start", child);
    child = vfork();
    if (child == 0) _exit(0);
    TRY("start", child);
    TRY("start", syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL));
    uint64_t wanted[8] = {0};
    wanted[4] = SIGCHLD;
    TRY("start", syscall(SYS_clone3, wanted, sizeof wanted));
    return at;
}

/* A thread that becomes another program takes the place of all threads. */
static void *become_another(void *unused) {
    (void)unused;
    char *again[] = {(char *)program, "stay", NULL};
    execv(program, again);
    return NULL;
}
#else
static char *try_calls(char *at) { return at; }
#endif

/* Tries to get out, and tells in its file what it could do. */
static void try_the_fence(void) {
    static char told[3000];
    char *at = told;
    const char *readable[] = {"/etc/passwd", "/proc/self/status", "/etc/hostname", SECRET};
    for (size_t one = 0; one < 4; one++) at += sprintf(at, "read %s\n", open(readable[one], O_RDONLY) < 0 ? "no" : "YES");
    const char *writable[] = {"escaped", "/tmp/engross-escaped", "/var/tmp/engross-escaped", "/dev/shm/engross-escaped"};
    for (size_t one = 0; one < 4; one++)
        at += sprintf(at, "write %s\n", open(writable[one], O_WRONLY | O_CREAT, 0600) < 0 ? "no" : "YES");
    struct sockaddr_in nobody = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int tcp = socket(AF_INET, SOCK_STREAM, 0);
    int reached = connect(tcp, (struct sockaddr *)&nobody, sizeof nobody) == 0 || errno == ECONNREFUSED;
    at += sprintf(at, "tcp %s\n", reached ? "YES" : "no");
    int udp = socket(AF_INET, SOCK_DGRAM, 0);
    at += sprintf(at, "udp %s\n", sendto(udp, "x", 1, 0, (struct sockaddr *)&nobody, sizeof nobody) == 1 ? "YES" : "no");
    at += sprintf(at, "environment %s\n", getenv("ENGROSS_SECRET") ? "YES" : "no");
    char byte;
    at += sprintf(at, "inherited %s\n", read(9, &byte, 1) == 1 ? "YES" : "no");
    at = try_calls(at);
    at += sprintf(at, "remove %s\n", unlink(SECRET) < 0 ? "no" : "YES");
    respond("hostile", told);
}

/* Returns a status. */
static uint32_t misbehave(void) {
    switch (DOES) {
    case ABORTS: abort();
    case RUBBISH: memset(answer, 0xee, length = 64); return ENGROSS_DONE;
    case NEVER_RETURNS: for (;;) pause();
    case BECOMES_ANOTHER: {
#ifdef __linux__
        pthread_t thread;
        pthread_create(&thread, NULL, become_another, NULL);
#endif
        for (;;) pause();
    }
    case HOARDS_BUFFERS: {
        size_t kept = 0;
        for (int ends[2]; socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0;)
            for (ssize_t more; (more = send(ends[0], answer, sizeof answer, MSG_DONTWAIT)) > 0;) kept += more;
        respond("hostile", kept < 64 << 20 ? "there is little room" : "there is much room");
        return ENGROSS_DONE;
    }
    case EATS_MEMORY:
        for (;;) {
            char *more = malloc(1 << 20);
            if (!more) abort();
            memset(more, 1, 1 << 20);
        }
    case FLOODS:
        for (;;)
            if (write(1, answer, sizeof answer) < 0) return ENGROSS_DONE;
    case SAYS_NOTHING: length = 0; return ENGROSS_DONE;
    case FAILS: fprintf(stderr, "the \x1b[31mink\x1b[0m is empty\n"); exit(41);
    case CRASHES: *(volatile int *)8 = 1; return ENGROSS_DONE;
    case LEAVES_A_CHILD: {
        pid_t child = fork();
        if (child == 0) {
            setsid(); /* out of the group, with the pipes in its hands */
            for (;;) pause();
        }
        respond("hostile", child < 0 ? "there is no child" : "the child lives");
        return ENGROSS_DONE;
    }
    case CHATTERS:
        printf("by the way,\n");
        fflush(stdout);
        respond("hostile", "all is well");
        return ENGROSS_DONE;
    case ENDS_AS_IF_NOT_STARTED: fprintf(stderr, "the ink is empty\n"); exit(125);
    case TAKES_ANOTHERS_NAME: respond("html", "<p>Forged"); return ENGROSS_DONE;
    case ESCAPES_ITS_NAME: respond("../../escaped", "out"); return ENGROSS_DONE;
    case STEERS_THE_TERMINAL: complain("XXX-99", "look:\x1b]0;owned\x07 here\nand there"); return ENGROSS_DONE;
    case TRIES_THE_FENCE: try_the_fence(); return ENGROSS_DONE;
    case PANICS: memcpy(answer, "out of ink", length = 10); return ENGROSS_PANICKED;
    case ODD_STATUS: return 99;
    default: respond("hostile", "all is well"); return ENGROSS_DONE;
    }
}

#ifdef LIBRARY

static uint32_t call(uint32_t operation, const uint8_t *input, size_t size, engross_buffer *output) {
    (void)input, (void)size;
    if (operation > ENGROSS_RENDER) return ENGROSS_UNKNOWN_OPERATION;
    uint32_t status = ENGROSS_DONE;
    if (operation == ENGROSS_MANIFEST)
        memcpy(answer, MANIFEST, length = sizeof MANIFEST - 1);
    else
        status = misbehave();
    output->data = DOES == NULL_BUFFER && operation ? NULL : answer;
    output->length = output->capacity = length;
    return status;
}

static void release(engross_buffer buffer) { (void)buffer; }

#if DOES_EXPORT
static const engross_api API = {DOES == IS_NEWER ? 2 : ENGROSS_ABI, DOES == IS_OLDER ? 8 : sizeof(engross_api), call, release};
#else
int hostile_nothing(void) { return call(0, NULL, 0, &(engross_buffer){0}) + (release((engross_buffer){0}), 0); }
#endif

#if DOES_EXPORT == 2
ENGROSS_EXPORT const engross_api *hostile_plugin_v2(void) { return &API; }
#elif DOES_EXPORT == 1
ENGROSS_EXPORT const engross_api *hostile_plugin_v1(void) { return DOES == IS_MUTE ? NULL : &API; }
#endif

#else

int main(int count, char **arguments) {
    if (count < 2) return 2;
    program = arguments[0];
    while (strcmp(arguments[1], "stay") == 0) pause();
    if (strcmp(arguments[1], "manifest") == 0) {
        fputs(MANIFEST, stdout);
        return 0;
    }
    if (strcmp(arguments[1], "render") != 0) return ENGROSS_UNKNOWN_OPERATION;
    uint32_t status = misbehave();
    fwrite(answer, 1, length, stdout);
    fflush(stdout);
    return (int)status;
}

#endif
