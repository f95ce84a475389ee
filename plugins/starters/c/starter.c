/* A backend for engross in C: prints the labels of a text with their words, and the notes.
 *
 * Build it with `make`, try it with `engross build --plugin ./libstarter.so --to starter TEXT`, and prove it with
 * `engross plugin check ./libstarter.so`.
 *
 * The request is CBOR (RFC 8949). This file walks through it once and needs to understand little of it: a text under the
 * key "text" or "mark" is to be printed; what follows depends on the key under which it stands. Everything else is passed
 * over, fields of later versions too.
 */
#include "engross_plugin.h"

#include <stdlib.h>
#include <string.h>

static const char MANIFEST[] =
    "{\"id\": \"starter\", \"name\": \"List of labels\", \"version\": \"0.1.0\", \"licence\": \"MIT\","
    " \"protocol\": \"0.1\", \"encoding\": \"cbor\", \"concurrent\": true,"
    " \"formats\": [{\"name\": \"starter\", \"extension\": \"starter.txt\","
    " \"media-type\": \"text/plain; charset=utf-8\", \"text\": true}],"
    " \"features\": [\"notes\", \"right-to-left\"]}";

/* Bytes that grow. */
typedef struct {
    uint8_t *data;
    size_t length, capacity;
    int failed;
} bytes;

static void add(bytes *to, const void *from, size_t length) {
    if (to->failed || length == 0) return;
    if (length > to->capacity - to->length) {
        size_t capacity = to->capacity * 2 + length + 256;
        uint8_t *data = capacity > length ? realloc(to->data, capacity) : NULL;
        if (!data) {
            to->failed = 1;
            return;
        }
        to->data = data;
        to->capacity = capacity;
    }
    memcpy(to->data + to->length, from, length);
    to->length += length;
}

static void add_text(bytes *to, const char *text) { add(to, text, strlen(text)); }

/* What is left to read. */
typedef struct {
    const uint8_t *at, *end;
    int depth;
} reader;

enum { NUMBER = 0, NEGATIVE = 1, BYTES = 2, TEXT = 3, LIST = 4, MAP = 5, TAG = 6, SIMPLE = 7 };

/* Reads the head of a value: its kind and its number, length or count. Returns 0 if there is none, or one of a kind that
 * engross does not write. */
static int head(reader *in, int *kind, uint64_t *number) {
    if (in->at == in->end) return 0;
    int first = *in->at++;
    int size = first & 31;
    *kind = first >> 5;
    if (size < 24) {
        *number = (uint64_t)size;
        return 1;
    }
    if (size > 27) return 0;
    size_t length = (size_t)1 << (size - 24);
    if (length > (size_t)(in->end - in->at)) return 0;
    *number = 0;
    while (length-- > 0) *number = *number << 8 | *in->at++;
    return 1;
}

static int is(const uint8_t *text, uint64_t length, const char *word) {
    return length == strlen(word) && memcmp(text, word, length) == 0;
}

/* Reads one value, which stands under `key`, and prints what of it is to be printed. Returns 0 if it is broken. */
static int value(reader *in, const uint8_t *key, uint64_t key_length, bytes *out) {
    int kind;
    uint64_t number;
    if (in->depth > 200 || !head(in, &kind, &number)) return 0;
    in->depth++;
    switch (kind) {
    case BYTES:
    case TEXT:
        if (number > (uint64_t)(in->end - in->at)) return 0;
        if (kind == TEXT && (is(key, key_length, "text") || is(key, key_length, "mark"))) add(out, in->at, number);
        in->at += number;
        break;
    case LIST:
        for (; number > 0; number--)
            if (!value(in, key, key_length, out)) return 0;
        break;
    case MAP:
        for (; number > 0; number--) {
            int key_kind;
            uint64_t length;
            if (!head(in, &key_kind, &length) || key_kind != TEXT || length > (uint64_t)(in->end - in->at)) return 0;
            const uint8_t *name = in->at;
            in->at += length;
            if (!value(in, name, length, out)) return 0;
            if (is(name, length, "label") || is(name, length, "provisional") || is(name, length, "mark"))
                add_text(out, "\t");
            else if (is(name, length, "content") || is(name, length, "heading") || is(name, length, "formula") ||
                     is(name, length, "closing"))
                add_text(out, "\n");
        }
        break;
    case TAG:
        if (!value(in, key, key_length, out)) return 0;
        break;
    default: /* numbers, true, false, null: all of it stands in the head */
        break;
    }
    in->depth--;
    return 1;
}

/* Writes the head of a CBOR value. */
static void add_head(bytes *to, int kind, uint64_t number) {
    uint8_t head[9] = {(uint8_t)(kind << 5 | 27)};
    for (int place = 8; place > 0; place--, number >>= 8) head[place] = (uint8_t)number;
    add(to, head, sizeof head);
}

static void add_word(bytes *to, const char *word) {
    add_head(to, TEXT, strlen(word));
    add_text(to, word);
}

/* A response with one artifact. */
static void add_response(bytes *to, const bytes *file) {
    add_head(to, MAP, 1);
    add_word(to, "artifacts");
    add_head(to, LIST, 1);
    add_head(to, MAP, 3);
    add_word(to, "name");
    add_word(to, "starter.txt");
    add_word(to, "media-type");
    add_word(to, "text/plain; charset=utf-8");
    add_word(to, "bytes");
    add_head(to, BYTES, file->length);
    add(to, file->data, file->length);
}

/* A response that says why there is no file. */
static void add_refusal(bytes *to, const char *why) {
    add_head(to, MAP, 2);
    add_word(to, "artifacts");
    add_head(to, LIST, 0);
    add_word(to, "findings");
    add_head(to, LIST, 1);
    add_head(to, MAP, 3);
    add_word(to, "code");
    add_word(to, "REND-01");
    add_word(to, "severity");
    add_word(to, "error");
    add_word(to, "message");
    add_word(to, why);
}

static uint32_t render(const uint8_t *input, size_t length, bytes *response) {
    reader in = {input, input + length, 0};
    bytes file = {0};
    int whole = length > 0 && value(&in, (const uint8_t *)"", 0, &file) && in.at == in.end;
    if (whole && !file.failed)
        add_response(response, &file);
    else
        add_refusal(response, whole ? "there is not enough memory" : "the request is cut off or broken");
    free(file.data);
    return whole ? ENGROSS_DONE : ENGROSS_REFUSED;
}

static uint32_t call(uint32_t operation, const uint8_t *input, size_t length, engross_buffer *output) {
    bytes out = {0};
    uint32_t status;
    switch (operation) {
    case ENGROSS_MANIFEST:
        add_text(&out, MANIFEST);
        status = ENGROSS_DONE;
        break;
    case ENGROSS_RENDER:
        status = render(input, length, &out);
        break;
    default:
        status = ENGROSS_UNKNOWN_OPERATION;
    }
    if (out.failed) {
        out.length = 0;
        status = ENGROSS_PANICKED;
    }
    output->data = out.data;
    output->length = out.length;
    output->capacity = out.capacity;
    return status;
}

static void release(engross_buffer buffer) { free(buffer.data); }

static const engross_api API = {ENGROSS_ABI, sizeof(engross_api), call, release};

ENGROSS_EXPORT const engross_api *starter_plugin_v1(void);
ENGROSS_EXPORT const engross_api *starter_plugin_v1(void) { return &API; }
