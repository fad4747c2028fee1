// Zip archives in memory. The only files that know libzip are archive.cc and its test.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gulou::documents {

struct ArchiveFile {
  std::string name;
  std::string bytes;
};

// The same bytes for the same files: every entry bears the first day that zip knows, 1 January 1980.
Result<std::string> zip(std::span<const ArchiveFile> files);

// An archive that someone sent. Nothing is unpacked but what is asked for.
class Archive {
 public:
  struct Entry {
    std::string name;
    std::uint64_t size = 0;         // unpacked, as the archive claims
    std::uint64_t packed_size = 0;  // in the archive
    bool encrypted = false;
  };

  // Null if the bytes are no sound zip archive. They must outlive it.
  static std::unique_ptr<Archive> open(std::string_view bytes);
  ~Archive();

  // At most `most_entries`; false if there are more.
  bool list(std::size_t most_entries, std::vector<Entry>& entries) const;
  // The unpacked bytes; nullopt if there is no such entry, if it is longer than `limit` (whatever the archive claims)
  // or damaged.
  std::optional<std::string> read(std::string_view name, std::size_t limit) const;

 private:
  struct Handle;
  explicit Archive(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

}  // namespace gulou::documents
