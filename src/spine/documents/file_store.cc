#include "spine/documents/file_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include "base/descriptor.h"
#include "crypto/hash.h"

namespace gulou::documents {
namespace {

namespace fs = std::filesystem;

constexpr mode_t only_owner = 0600;
constexpr auto settling_time = std::chrono::hours(1);
constexpr auto staging_name = "staged";

Error unavailable(std::string_view what, const fs::path& path) {
  return unavailable_error("files_unavailable", fmt::format("{} {}: {}", what, path.string(), std::strerror(errno)));
}

Descriptor open_file(const fs::path& path, int flags) {
  return Descriptor(::open(path.c_str(), flags | O_CLOEXEC, only_owner));
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// A name is durable once the folder that holds it is.
bool sync_folder(const fs::path& folder) {
  const auto opened = open_file(folder, O_RDONLY | O_DIRECTORY);
  return opened.is_open() && ::fsync(opened.number()) == 0;
}

Result<void> make_folder(const fs::path& folder) {
  std::error_code failure;
  if (!fs::create_directories(folder, failure)) {
    if (failure) return fail(unavailable_error("files_unavailable", folder.string() + ": " + failure.message()));
    return {};
  }
  fs::permissions(folder, fs::perms::owner_all, failure);
  if (failure || !sync_folder(folder.parent_path())) return fail(unavailable("cannot make", folder));
  return {};
}

// Calls `take` with piece after piece; false if the file cannot be read.
template <class Take>
bool read_all(const fs::path& path, Take take) {
  const auto file = open_file(path, O_RDONLY);
  if (!file.is_open()) return false;
  std::array<char, 64 * 1024> piece;
  for (;;) {
    const auto got = ::read(file.number(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got == 0;
    take(std::string_view(piece.data(), static_cast<std::size_t>(got)));
  }
}

bool is_older_than(std::chrono::hours age, const fs::path& path) {
  std::error_code gone;
  const auto written = fs::last_write_time(path, gone);
  return !gone && fs::file_time_type::clock::now() - written > age;
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

StoreLock::StoreLock(StoreLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
StoreLock::~StoreLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

StagedFile::StagedFile(fs::path path, std::string sha256) : path_(std::move(path)), sha256_(std::move(sha256)) {}
StagedFile::StagedFile(StagedFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), sha256_(std::move(other.sha256_)) {}
StagedFile::~StagedFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

FileStore::FileStore(fs::path folder) : folder_(std::move(folder)) {}

fs::path FileStore::path_of(std::string_view sha256) const { return folder_ / sha256.substr(0, 2) / sha256.substr(2); }

Result<StagedFile> FileStore::stage(std::string_view bytes) const {
  if (folder_.empty()) return fail(internal_error("no folder for files was given"));
  const auto staging = folder_ / staging_name;
  TRY(make_folder(folder_));
  TRY(make_folder(staging));
  StagedFile staged(staging / crypto::hex(crypto::random_bytes(16)), crypto::sha256_hex(bytes));
  const auto file = open_file(staged.path_, O_WRONLY | O_CREAT | O_EXCL);
  if (!file.is_open() || !write_all(file.number(), bytes) || ::fsync(file.number()) != 0)
    return fail(unavailable("cannot write", staged.path_));
  return staged;
}

Result<void> FileStore::keep(StagedFile&& staged) const {
  const StagedFile mine(std::move(staged));  // whose name is gone once it has another
  const auto path = path_of(mine.sha256_);
  TRY(make_folder(path.parent_path()));
  // What may be there already is the same, or has been damaged.
  if (::rename(mine.path_.c_str(), path.c_str()) != 0) return fail(unavailable("cannot name", path));
  if (!sync_folder(path.parent_path())) return fail(unavailable("cannot name", path));
  return {};
}

Result<std::string> FileStore::read(std::string_view sha256) const {
  std::string bytes;
  const auto path = path_of(sha256);
  if (read_all(path, [&](std::string_view piece) { bytes += piece; })) return bytes;
  if (errno == ENOENT)
    return fail({.kind = ErrorKind::not_found,
                 .code = "file_missing",
                 .message = {"文件已不存在。", "The file is no longer there."},
                 .internal = {path.string()}});
  return fail(unavailable("cannot read", path));
}

Result<void> FileStore::remove(std::string_view sha256) const {
  const auto path = path_of(sha256);
  if (::unlink(path.c_str()) == 0 || errno == ENOENT) return {};
  return fail(unavailable("cannot remove", path));
}

Result<StoreLock> FileStore::lock() const {
  if (folder_.empty()) return fail(internal_error("no folder for files was given"));
  TRY(make_folder(folder_));
  auto file = open_file(folder_ / "lock", O_RDWR | O_CREAT);
  while (file.is_open()) {
    if (::flock(file.number(), LOCK_EX) == 0) return StoreLock(file.release());
    if (errno != EINTR) break;
  }
  return fail(unavailable("cannot lock", folder_));
}

FileStore::Condition FileStore::check(std::string_view sha256, std::int64_t size) const {
  crypto::Sha256 hash;
  std::int64_t seen = 0;
  const bool read = read_all(path_of(sha256), [&](std::string_view piece) {
    hash.update(piece);
    seen += static_cast<std::int64_t>(piece.size());
  });
  if (!read) return Condition::missing;
  return seen == size && hash.hex() == sha256 ? Condition::sound : Condition::altered;
}

void FileStore::remove_stale() const {
  std::error_code failure;
  for (fs::directory_iterator at(folder_ / staging_name, failure), end; !failure && at != end; at.increment(failure)) {
    std::error_code gone;
    if (is_older_than(settling_time, at->path())) fs::remove(at->path(), gone);
  }
}

std::vector<std::string> FileStore::settled() const {
  std::vector<std::string> found;
  std::error_code failure;
  for (fs::recursive_directory_iterator at(folder_, failure), end; !failure && at != end; at.increment(failure)) {
    const auto name = at->path().parent_path().filename().string() + at->path().filename().string();
    if (is_sha256(name) && is_older_than(settling_time, at->path())) found.push_back(name);
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace gulou::documents
