#include "embedded_files.h"

// C23's #embed. SwiftPM's own embedding writes an array literal in Swift, which takes minutes to compile for half a megabyte.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char api_description[] = {
#embed "../GridAPI/OpenAPI/openapi.json"
};

static const unsigned char common_passwords[] = {
#embed "../Identity/Passwords/CommonPasswords.bin"
};

struct embedded_file embedded_api_description(void) {
    return (struct embedded_file){api_description, sizeof api_description};
}

struct embedded_file embedded_common_passwords(void) {
    return (struct embedded_file){common_passwords, sizeof common_passwords};
}
