// A folder of files named by their content: the file with SHA-256 abcd… is <folder>/ab/cd…. Stored once however often
// it is sent; never changed, only removed. Several processes may share the folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gulou::documents {

// Holds something that is given back by closing a file descriptor: the lock of a store.
class StoreLock {
 public:
  explicit StoreLock(int descriptor) : descriptor_(descriptor) {}
  StoreLock(StoreLock&& other) noexcept;
  StoreLock& operator=(StoreLock&&) = delete;
  ~StoreLock();

 private:
  int descriptor_;
};

// A file on disk that has no name in the store yet; removed again unless it is kept.
class StagedFile {
 public:
  StagedFile(std::filesystem::path path, std::string sha256);
  StagedFile(StagedFile&& other) noexcept;
  StagedFile& operator=(StagedFile&&) = delete;
  ~StagedFile();
  const std::string& sha256() const { return sha256_; }

 private:
  friend class FileStore;
  std::filesystem::path path_;
  std::string sha256_;
};

// Errors of all that touch the disk: unavailable "files_unavailable" when it is full or cannot be written or read.
class FileStore {
 public:
  // The folder is made when something is stored. Empty: nothing can be.
  explicit FileStore(std::filesystem::path folder);

  // Writes the bytes to disk (fsync), without a name.
  Result<StagedFile> stage(std::string_view bytes) const;
  // Gives it its name, in place of the same content that may be there already. Durable when it returns.
  Result<void> keep(StagedFile&& staged) const;
  // The content; not_found "file_missing" if it is not there.
  Result<std::string> read(std::string_view sha256) const;
  // Nothing happens if it is not there.
  Result<void> remove(std::string_view sha256) const;

  // Whoever stores a file and then writes that it is needed, or writes that it is not and then removes it, does both
  // under this lock. Do not take it inside a database write.
  Result<StoreLock> lock() const;

  enum class Condition { sound, missing, altered };
  // Reads the whole file.
  Condition check(std::string_view sha256, std::int64_t size) const;
  // Removes what was staged more than an hour ago: a process that died has left it.
  void remove_stale() const;
  // The SHA-256 of every file that is older than an hour, by its name.
  std::vector<std::string> settled() const;
  // Where a content is or would be.
  std::filesystem::path path_of(std::string_view sha256) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace gulou::documents
