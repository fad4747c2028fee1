#include "spine/documents/file_type.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "spine/documents/archive.h"
#include "spine/documents/audio.h"
#include "spine/documents/file_errors.h"
#include "spine/documents/picture.h"

namespace gulou::documents {
namespace {

enum Index : std::size_t { pdf, jpeg, png, docx, xlsx_file, odt, ods, text, mp3, aac, m4a };

const std::array<FileType, 11> types = {{
    {"application/pdf", {"pdf"}},
    {"image/jpeg", {"jpg", "jpeg"}},
    {"image/png", {"png"}},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", {"docx"}},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", {"xlsx"}},
    {"application/vnd.oasis.opendocument.text", {"odt"}},
    {"application/vnd.oasis.opendocument.spreadsheet", {"ods"}},
    {"text/plain; charset=utf-8", {"txt", "csv"}},
    {"audio/mpeg", {"mp3"}},
    {"audio/aac", {"aac"}},
    {"audio/mp4", {"m4a", "mp4", "3gp"}},
}};

constexpr std::size_t most_entries = 5000;
constexpr std::uint64_t most_unpacked = 200 * 1024 * 1024;
constexpr std::uint64_t greatest_ratio = 100;
constexpr std::uint64_t ratio_counts_from = 1024 * 1024;
constexpr std::size_t most_part_bytes = 1024 * 1024;

Error unknown_type() {
  return {.kind = ErrorKind::unsupported_type,
          .code = "file_type",
          .message = {"只接受 PDF、JPG、PNG、Word（docx）、Excel（xlsx）、odt、ods 和 UTF-8 文本，录音只接受 MP3、M4A "
                      "和 AAC；不接受带宏的文件。",
                      "Only PDF, JPEG, PNG, Word (docx), Excel (xlsx), odt, ods and UTF-8 text are taken, and MP3, M4A "
                      "and AAC of recordings; no macros."}};
}

Error archive_too_large() {
  return {.kind = ErrorKind::too_large,
          .code = "archive_too_large",
          .message = {"文件解压后过大，不予接受。", "Unpacked, the file would be too large."}};
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Entries that are programs: macros of Microsoft and OpenDocument.
bool is_macro(std::string_view entry) {
  return entry.ends_with("vbaProject.bin") || entry.starts_with("Basic/") || entry.starts_with("Scripts/");
}

Result<void> check_sizes(const std::vector<Archive::Entry>& entries) {
  std::uint64_t packed = 0;
  std::uint64_t unpacked = 0;
  for (const auto& entry : entries) {
    if (entry.size > most_unpacked) return fail(archive_too_large());
    packed += entry.packed_size;
    unpacked += entry.size;
  }
  const bool bomb = unpacked > ratio_counts_from && unpacked / greatest_ratio > packed;
  if (unpacked > most_unpacked || bomb) return fail(archive_too_large());
  return {};
}

// OpenDocument says what it is in its first entry, Office Open XML in its list of content types.
Result<Index> office_type(std::string_view bytes) {
  const auto archive = Archive::open(bytes);
  if (!archive) return fail(file_damaged());
  std::vector<Archive::Entry> entries;
  if (!archive->list(most_entries, entries)) return fail(archive_too_large());
  TRY(check_sizes(entries));
  for (const auto& entry : entries)
    if (entry.encrypted || is_macro(entry.name)) return fail(unknown_type());
  const auto there = [&](std::string_view name) {
    return std::ranges::any_of(entries, [&](const auto& entry) { return entry.name == name; });
  };
  if (!entries.empty() && entries[0].name == "mimetype" && there("content.xml")) {
    const auto kind = archive->read("mimetype", most_part_bytes);
    if (kind == types[odt].media_type) return odt;
    if (kind == types[ods].media_type) return ods;
  }
  const auto parts = archive->read("[Content_Types].xml", most_part_bytes).value_or("");
  if (has(parts, "macroEnabled")) return fail(unknown_type());
  const auto names = [&](Index type) { return has(parts, std::string(types[type].media_type) + ".main+xml"); };
  if (names(docx) && there("word/document.xml")) return docx;
  if (names(xlsx_file) && there("xl/workbook.xml")) return xlsx_file;
  return fail(unknown_type());
}

bool is_pdf_whole(std::string_view bytes) {
  const auto tail = bytes.substr(bytes.size() - std::min<std::size_t>(bytes.size(), 1024));
  return has(tail, "%%EOF");
}

bool is_plain_text(std::string_view bytes) {
  const auto is_control = [](unsigned char c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 0x7F;
  };
  return std::ranges::none_of(bytes, is_control) && utf8::is_valid(bytes);
}

Result<AcceptedFile> accepted(Index type, Result<std::string> cleaned) {
  if (!cleaned) return fail(std::move(cleaned).error());
  return AcceptedFile{&types[type], *std::move(cleaned)};
}

}  // namespace

bool is_sound(const FileType& type) { return type.media_type.starts_with("audio/"); }

std::span<const FileType> file_types() { return types; }

const FileType* file_type_of(std::string_view media_type) {
  const auto found = std::ranges::find(types, media_type, &FileType::media_type);
  return found == types.end() ? nullptr : &*found;
}

Result<AcceptedFile> accept_file(std::string bytes) {
  const std::string_view seen = bytes;
  if (seen.empty())
    return fail({.kind = ErrorKind::invalid, .code = "file_empty", .message = {"文件是空的。", "The file is empty."}});
  if (seen.starts_with("%PDF-1.") || seen.starts_with("%PDF-2.")) {
    if (!is_pdf_whole(seen)) return fail(file_damaged());
    return AcceptedFile{&types[pdf], std::move(bytes)};
  }
  if (seen.starts_with("\xFF\xD8\xFF")) return accepted(jpeg, clean_jpeg(seen));
  if (seen.starts_with("\x89PNG")) return accepted(png, clean_png(seen));
  if (seen.starts_with("PK\x03\x04")) {
    const auto type = TRY(office_type(seen));
    return AcceptedFile{&types[type], std::move(bytes)};
  }
  if (is_plain_text(seen)) return AcceptedFile{&types[text], std::move(bytes)};
  if (const auto sound = sound_of(seen)) {
    const Index type = *sound == Sound::mp3 ? mp3 : *sound == Sound::aac ? aac : m4a;
    auto cleaned = TRY(clean_sound(*sound, seen)).bytes;
    return AcceptedFile{&types[type], std::move(cleaned)};
  }
  return fail(unknown_type());
}

}  // namespace gulou::documents
