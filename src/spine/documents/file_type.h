// What a file is, decided by its content and never by its name (OWASP ASVS 5.0, V5.2.2).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gulou::documents {

struct FileType {
  std::string_view media_type;
  // Endings that such a file may bear, the first being its own.
  std::vector<std::string_view> endings;
};

// PDF, JPEG, PNG, Word, Excel, OpenDocument text and spreadsheet, plain text in UTF-8; MP3, AAC and M4A.
std::span<const FileType> file_types();
// The type that is stored under that media type; null for none of them.
const FileType* file_type_of(std::string_view media_type);

// A recording, not a paper?
bool is_sound(const FileType& type);

// A file that may be kept.
struct AcceptedFile {
  const FileType* type = nullptr;
  // Of pictures and recordings without what told where, when and with what they were made (see picture.h, audio.h).
  std::string bytes;
};

// Errors: invalid "file_empty"; unsupported_type "file_type", also for macros; invalid "file_damaged" for what claims
// to be one of the types and is not whole; too_large "picture_too_large", "archive_too_large" (zip bombs). Not looked
// into: scripts in PDFs, what is embedded in office documents, and whether a virus scanner would object.
Result<AcceptedFile> accept_file(std::string bytes);

}  // namespace gulou::documents
