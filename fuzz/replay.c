/* Runs a fuzz target over the files of its corpus: what was once found stays found. */
#include "base/base.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void replay(const char *path)
{
    FILE *f = fopen(path, "rb");
    size_t n = 0;
    uint8_t *data = malloc(1 << 20);

    if (f && data) {
        n = fread(data, 1, 1 << 20, f);

        /* A copy of exactly n bytes, so that the sanitizer sees a read past the end. */
        uint8_t *exact = malloc(n ? n : 1);

        for (size_t i = 0; exact && i < n; i++)
            exact[i] = data[i];
        if (exact)
            (void)LLVMFuzzerTestOneInput(exact, n);
        free(exact);
    }
    if (f)
        (void)fclose(f);
    free(data);
}

int main(int argc, char **argv)
{
    int n_files = 0;

    for (int i = 1; i < argc; i++) {
        DIR *dir = opendir(argv[i]);
        const struct dirent *entry;

        while (dir && (entry = readdir(dir))) {
            char path[4096];

            if (entry->d_name[0] == '.')
                continue;
            (void)snprintf(path, sizeof(path), "%s/%s", argv[i], entry->d_name);
            replay(path);
            n_files++;
        }
        if (dir)
            (void)closedir(dir);
    }
    (void)printf("%d inputs\n", n_files);
    return n_files > 0 ? 0 : 1;
}
