#include "spine/vault/key_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/descriptor.h"
#include "crypto/cipher.h"
#include "crypto/hash.h"

namespace gulou::vault {
namespace {

namespace fs = std::filesystem;

constexpr mode_t only_owner = 0600;
constexpr mode_t others = 077;
constexpr std::size_t id_bytes = 4;
constexpr std::string_view heading =
    "# Gulou's keys. Whoever has this file and the database reads everything that is sealed in it; without this file\n"
    "# nobody does. Keep a copy, apart from the backups of the database.\n";

Error unusable(std::string code, std::string zh, std::string en, std::string internal = {}) {
  return {.kind = ErrorKind::unavailable,
          .code = std::move(code),
          .message = {std::move(zh), std::move(en)},
          .internal = {std::move(internal)}};
}

Error unwritable(const fs::path& path) {
  return unusable("key_file_unwritable", fmt::format("写不了密钥文件 {}。", path.string()),
                  fmt::format("The key file {} cannot be written.", path.string()), std::strerror(errno));
}

Error unreadable(const fs::path& path) {
  return unusable("key_file_unreadable", fmt::format("读不了密钥文件 {}。", path.string()),
                  fmt::format("The key file {} cannot be read.", path.string()), std::strerror(errno));
}

fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

Result<void> check_mode(int descriptor, const fs::path& path) {
  struct stat state {};
  if (::fstat(descriptor, &state) != 0) return fail(unreadable(path));
  if (S_ISREG(state.st_mode) && (state.st_mode & others) == 0) return {};
  return fail(unusable(
      "key_file_open_to_others",
      fmt::format("密钥文件 {0} 必须是只有属主能读写的普通文件，请执行：chmod 600 {0}", path.string()),
      fmt::format("The key file {0} must be a plain file that only its owner may read: chmod 600 {0}", path.string())));
}

Result<std::string> read_all(int descriptor, const fs::path& path) {
  std::string text;
  char piece[4096];
  for (;;) {
    const auto got = ::read(descriptor, piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(unreadable(path));
    if (got == 0) return text;
    text.append(piece, static_cast<std::size_t>(got));
  }
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

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const auto end = line.find(' ');
    words.push_back(line.substr(0, end));
    line = end == std::string_view::npos ? "" : line.substr(end + 1);
  }
  return words;
}

// "key 1f0c2a9b 2026-11-24T17:36:00+08:00 <43 characters of base64url>"
std::optional<MasterKey> key_of(std::string_view line) {
  const auto words = words_of(line);
  if (words.size() != 4 || words[0] != "key") return std::nullopt;
  const auto made_at = Instant::parse(words[2]);
  const auto bytes = crypto::from_base64url(words[3]);
  if (!made_at || !bytes || bytes->size() != crypto::cipher_key_bytes) return std::nullopt;
  MasterKey key{.id = std::string(words[1]), .made_at = *made_at, .bytes = crypto::Secret(*bytes)};
  if (id_of_key(key.bytes) != key.id) return std::nullopt;
  return key;
}

std::string line_of(const MasterKey& key) {
  return fmt::format("key {} {} {}\n", key.id, key.made_at.text(), crypto::base64url(key.bytes.bytes()));
}

Error damaged(const fs::path& path, std::size_t line) {
  return unusable("key_file_damaged",
                  fmt::format("密钥文件 {} 第{}行损坏，请用另存的密钥文件恢复。", path.string(), line),
                  fmt::format("Line {} of the key file {} is damaged; put back the copy that was kept of it.", line,
                              path.string()));
}

Result<std::vector<MasterKey>> keys_in(std::string_view text, const fs::path& path) {
  std::vector<MasterKey> keys;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const auto end = text.find('\n');
    const auto each = text.substr(0, end);
    text = end == std::string_view::npos ? "" : text.substr(end + 1);
    if (each.empty() || each.front() == '#') continue;
    auto key = key_of(each);
    if (!key || std::ranges::find(keys, key->id, &MasterKey::id) != keys.end()) return fail(damaged(path, line));
    keys.push_back(std::move(*key));
  }
  if (keys.empty()) return fail(damaged(path, 1));
  return keys;
}

}  // namespace

std::string id_of_key(const crypto::Secret& bytes) {
  return crypto::hex(crypto::derive(bytes, "", "gulou.key-id.1", id_bytes).bytes());
}

MasterKey new_key(const Clock& clock) {
  MasterKey key{
      .id = {}, .made_at = clock.now(), .bytes = crypto::Secret(crypto::random_bytes(crypto::cipher_key_bytes))};
  key.id = id_of_key(key.bytes);
  return key;
}

KeyFileLock::KeyFileLock(KeyFileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
KeyFileLock::~KeyFileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::optional<std::vector<MasterKey>>> KeyFile::read() const {
  const Descriptor file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open() && (errno == ENOENT || errno == ENOTDIR)) return std::optional<std::vector<MasterKey>>();
  if (!file.is_open()) return fail(unreadable(path_));
  TRY(check_mode(file.number(), path_));
  auto text = TRY(read_all(file.number(), path_));
  auto keys = keys_in(text, path_);
  crypto::wipe(text);
  if (!keys) return fail(std::move(keys).error());
  return std::optional(std::move(*keys));
}

Result<void> KeyFile::write(const std::vector<MasterKey>& keys) const {
  std::error_code failure;
  fs::create_directories(folder_of(path_), failure);
  std::string text(heading);
  for (const auto& key : keys) text += line_of(key);
  auto staged = path_;
  staged += ".new";
  // What a process that died has left.
  ::unlink(staged.c_str());
  const Descriptor file(::open(staged.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, only_owner));
  const bool written = file.is_open() && write_all(file.number(), text) && ::fsync(file.number()) == 0;
  crypto::wipe(text);
  if (!written || ::rename(staged.c_str(), path_.c_str()) != 0) return fail(unwritable(path_));
  const Descriptor folder(::open(folder_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open() || ::fsync(folder.number()) != 0) return fail(unwritable(path_));
  return {};
}

Result<KeyFileLock> KeyFile::lock() const {
  std::error_code failure;
  fs::create_directories(folder_of(path_), failure);
  Descriptor folder(::open(folder_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open()) return fail(unwritable(path_));
  while (::flock(folder.number(), LOCK_EX) != 0)
    if (errno != EINTR) return fail(unwritable(path_));
  return KeyFileLock(folder.release());
}

}  // namespace gulou::vault
