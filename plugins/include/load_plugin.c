/* Loads a plugin without engross and prints its manifest: the header is all that is needed.
 *
 *   cargo rustc -p engross-text --lib --release --crate-type cdylib
 *   cc -o load_plugin plugins/include/load_plugin.c -ldl
 *   ./load_plugin target/release/libengross_text.so engross_text_plugin_v1
 */
#include "engross_plugin.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: %s LIBRARY FUNCTION\n", arguments[0]);
        return 2;
    }
    void *library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    void *symbol = library ? dlsym(library, arguments[2]) : NULL;
    if (!symbol) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    engross_entry entry;
    memcpy(&entry, &symbol, sizeof entry); /* C has no cast from data to functions */
    const engross_api *api = entry();
    if (!api || api->abi != ENGROSS_ABI || api->size < sizeof *api) {
        fprintf(stderr, "the table has another layout\n");
        return 1;
    }
    engross_buffer manifest = {0};
    uint32_t status = api->call(ENGROSS_MANIFEST, NULL, 0, &manifest);
    if (status == ENGROSS_DONE) fwrite(manifest.data, 1, manifest.length, stdout);
    api->release(manifest);

    engross_buffer refusal = {0};
    uint32_t refused = api->call(ENGROSS_RENDER, (const uint8_t *)"?", 1, &refusal);
    api->release(refusal);
    engross_buffer nothing = {0};
    uint32_t unknown = api->call(4711, NULL, 0, &nothing);
    api->release(nothing);
    return status == ENGROSS_DONE && refused == ENGROSS_REFUSED && unknown == ENGROSS_UNKNOWN_OPERATION ? 0 : 1;
}
