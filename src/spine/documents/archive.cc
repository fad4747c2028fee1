#include "spine/documents/archive.h"

#include <zip.h>

#include <array>

namespace gulou::documents {
namespace {

constexpr zip_uint16_t midnight = 0;
constexpr zip_uint16_t first_of_january_1980 = (1 << 5) | 1;
constexpr zip_uint32_t compression_level = 6;

struct CloseSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Source = std::unique_ptr<zip_source_t, CloseSource>;

struct DiscardArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Opened = std::unique_ptr<zip_t, DiscardArchive>;

Error zip_failed(std::string_view what) { return internal_error("zip: " + std::string(what)); }

bool add(zip_t* archive, const ArchiveFile& file) {
  zip_source_t* content = zip_source_buffer(archive, file.bytes.data(), file.bytes.size(), 0);
  if (!content) return false;
  const auto index = zip_file_add(archive, file.name.c_str(), content, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(content);
    return false;
  }
  const auto entry = static_cast<zip_uint64_t>(index);
  return zip_set_file_compression(archive, entry, ZIP_CM_DEFLATE, compression_level) == 0 &&
         zip_file_set_dostime(archive, entry, midnight, first_of_january_1980, 0) == 0;
}

Result<std::string> content_of(zip_source_t* source) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0) return fail(zip_failed("nothing written"));
  std::string bytes(stat.size, '\0');
  const auto read = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  if (read != static_cast<zip_int64_t>(bytes.size())) return fail(zip_failed("cannot read back what was written"));
  return bytes;
}

}  // namespace

Result<std::string> zip(std::span<const ArchiveFile> files) {
  zip_error_t error;
  zip_error_init(&error);
  const Source target(zip_source_buffer_create(nullptr, 0, 0, &error));
  if (!target) return fail(zip_failed(zip_error_strerror(&error)));
  Opened archive(zip_open_from_source(target.get(), ZIP_CREATE | ZIP_TRUNCATE, &error));
  if (!archive) return fail(zip_failed(zip_error_strerror(&error)));
  zip_source_keep(target.get());  // one for the archive, which closing gives back, one for us
  for (const auto& file : files)
    if (!add(archive.get(), file)) return fail(zip_failed(zip_strerror(archive.get())));
  if (zip_close(archive.get()) != 0) return fail(zip_failed(zip_strerror(archive.get())));
  static_cast<void>(archive.release());  // closed
  return content_of(target.get());
}

struct Archive::Handle {
  Opened archive;
};

Archive::Archive(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Archive::~Archive() = default;

std::unique_ptr<Archive> Archive::open(std::string_view bytes) {
  Source source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr));
  if (!source) return nullptr;
  Opened archive(zip_open_from_source(source.get(), ZIP_RDONLY | ZIP_CHECKCONS, nullptr));
  if (!archive) return nullptr;
  static_cast<void>(source.release());  // the archive frees it
  return std::unique_ptr<Archive>(new Archive(std::make_unique<Handle>(std::move(archive))));
}

bool Archive::list(std::size_t most_entries, std::vector<Entry>& entries) const {
  const auto count = zip_get_num_entries(handle_->archive.get(), 0);
  if (count < 0 || static_cast<std::size_t>(count) > most_entries) return false;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(handle_->archive.get(), i, 0, &stat) != 0 || !stat.name) return false;
    entries.push_back({.name = stat.name,
                       .size = stat.size,
                       .packed_size = stat.comp_size,
                       .encrypted = stat.encryption_method != ZIP_EM_NONE});
  }
  return true;
}

std::optional<std::string> Archive::read(std::string_view name, std::size_t limit) const {
  zip_file_t* file = zip_fopen(handle_->archive.get(), std::string(name).c_str(), 0);
  if (!file) return std::nullopt;
  std::string bytes;
  std::array<char, 64 * 1024> piece;
  zip_int64_t got = 0;
  while (bytes.size() <= limit && (got = zip_fread(file, piece.data(), piece.size())) > 0)
    bytes.append(piece.data(), static_cast<std::size_t>(got));
  const bool sound = zip_fclose(file) == 0 && got >= 0 && bytes.size() <= limit;
  if (!sound) return std::nullopt;
  return bytes;
}

}  // namespace gulou::documents
