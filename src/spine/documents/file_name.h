// Names of files that people send.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "spine/documents/file_type.h"

namespace gulou::documents {

// Reads a name as it comes in a header: UTF-8, percent-encoded (JavaScript's encodeURIComponent). Errors:
// invalid_fields, "format:percent_encoded", "required".
Result<std::string> read_file_name(std::string_view header);

// The name that is kept: without folders, control and direction characters and what file systems forbid, at most 100
// characters, and with an ending that its content may have; "附件" if nothing else is left.
std::string clean_file_name(std::string_view name, const FileType& type);

}  // namespace gulou::documents
