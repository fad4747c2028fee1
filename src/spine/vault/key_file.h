// The file that holds the keys: one line per key, oldest first, readable by its owner alone. It is never in the
// database or in a backup of it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "crypto/secret.h"

namespace gulou::vault {

// 32 random bytes; what seals and what hashes is derived from them.
struct MasterKey {
  std::string id;  // 8 hexadecimal digits, derived from the bytes: a damaged key is noticed
  Instant made_at;
  crypto::Secret bytes;
};

MasterKey new_key(const Clock& clock);
std::string id_of_key(const crypto::Secret& bytes);

// Holds other processes off the file while it lives.
class KeyFileLock {
 public:
  explicit KeyFileLock(int descriptor) : descriptor_(descriptor) {}
  KeyFileLock(KeyFileLock&& other) noexcept;
  KeyFileLock& operator=(KeyFileLock&&) = delete;
  ~KeyFileLock();

 private:
  int descriptor_;
};

class KeyFile {
 public:
  explicit KeyFile(std::filesystem::path path) : path_(std::move(path)) {}
  const std::filesystem::path& path() const { return path_; }

  // The keys, oldest first; nothing if there is no file. Errors: unavailable "key_file_open_to_others" unless its mode
  // keeps everyone but its owner out, "key_file_damaged" with the line, "key_file_unreadable".
  Result<std::optional<std::vector<MasterKey>>> read() const;
  // Writes all of them in place of what was there (a new file, then renamed): durable when it returns. The folder is
  // made if it is missing. Errors: unavailable "key_file_unwritable".
  Result<void> write(const std::vector<MasterKey>& keys) const;
  // Whoever reads the file in order to write it takes this first.
  Result<KeyFileLock> lock() const;

 private:
  std::filesystem::path path_;
};

}  // namespace gulou::vault
