/* The border between engross and a plugin in a shared library, version 1.
 *
 * A plugin exports one function, named after its library: `liblabels.so` exports `labels_plugin_v1` (hyphens become
 * underscores). It returns a pointer to a table that lives as long as the process and is never written to.
 *
 * Rules:
 *   - `call` may be called from any thread; from several at once only if the manifest says `concurrent`.
 *   - The input is lent for the call. The output is the plugin's: whoever called copies it and gives the buffer back to
 *     `release` of the same table, exactly once, unchanged, whatever the status was. A buffer without bytes may have a null pointer.
 *   - The plugin opens no file, asks for no time and keeps no state that shows: the same request gives the same response.
 *   - No exception and no jump crosses the border.
 *
 * plugins/README.md describes the messages. Unstable until protocol 1.0.
 */
#ifndef ENGROSS_PLUGIN_H
#define ENGROSS_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this layout; another one has another suffix. */
#define ENGROSS_ABI 1u

/* Operations. */
#define ENGROSS_MANIFEST 0u /* input: empty;     output: a Manifest, CBOR or JSON */
#define ENGROSS_RENDER 1u   /* input: a Request; output: a Response, both as the manifest's `encoding` says */

/* How a call ended. Any other number breaks the protocol. */
#define ENGROSS_DONE 0u              /* the buffer holds what was asked for */
#define ENGROSS_REFUSED 1u           /* the input cannot be used; the buffer holds a Response whose findings say why */
#define ENGROSS_PANICKED 2u          /* the plugin failed; the buffer holds a UTF-8 text that says how */
#define ENGROSS_UNKNOWN_OPERATION 3u /* the buffer is empty */

/* Bytes that a plugin made. */
typedef struct engross_buffer {
    uint8_t *data;
    size_t length;
    size_t capacity; /* the plugin's own affair, but never less than `length` */
} engross_buffer;

/* The table. A later version adds members at its end only; `size` tells how far it goes. */
typedef struct engross_api {
    uint32_t abi; /* ENGROSS_ABI */
    size_t size;  /* sizeof(engross_api) */
    uint32_t (*call)(uint32_t operation, const uint8_t *input, size_t length, engross_buffer *output);
    void (*release)(engross_buffer buffer);
} engross_api;

/* The type of the exported function. */
typedef const engross_api *(*engross_entry)(void);

#ifdef _WIN32
#define ENGROSS_EXPORT __declspec(dllexport)
#else
#define ENGROSS_EXPORT __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
}
#endif

#endif
