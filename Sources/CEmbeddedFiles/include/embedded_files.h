#ifndef EMBEDDED_FILES_H
#define EMBEDDED_FILES_H

#include <stddef.h>

/// A file of the sources as it was when the program was built. Its bytes live as long as the program.
struct embedded_file {
    const unsigned char *bytes;
    size_t count;
};

/// Sources/GridAPI/OpenAPI/openapi.json
struct embedded_file embedded_api_description(void);

/// Sources/Identity/Passwords/CommonPasswords.bin
struct embedded_file embedded_common_passwords(void);

#endif
