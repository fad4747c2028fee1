// Bytes that are wiped when they are no longer needed: keys and what is derived from them.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace gulou::crypto {

// Overwrites the bytes in a way that no compiler leaves out, and empties the text.
void wipe(std::string& bytes);

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string bytes) : bytes_(std::move(bytes)) {}
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  ~Secret() { wipe(bytes_); }
  std::string_view bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace gulou::crypto
