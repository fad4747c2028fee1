// SEC-51: after a sign-in over a real connection no copy of the password is left in the memory of the process.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>

#include "base/freed_memory.h"
#include "net/server.h"
#include "net/testing_client.h"
#include "people_desk.h"

namespace gulou {
namespace {

// Words that are long enough to lie on the heap, made when they are needed, so that the test itself is not what is
// found.
std::string secret() {
  std::string out;
  for (const int c : {0x3e, 0x3d, 0x2b, 0x33, 0x36, 0x36, 0x33, 0x77, 0x29, 0x3f, 0x39, 0x28, 0x3f,
                      0x2e, 0x77, 0x37, 0x3b, 0x28, 0x31, 0x3f, 0x28, 0x77, 0x6d, 0x6b, 0x69, 0x6c})
    out += static_cast<char>(c ^ 0x5a);
  return out;
}

// How often `needle` (given with its bits flipped) stands in the writable memory of this process. The stack is left
// out: it is not wiped, and holds what the search itself does.
int copies_in_memory(const std::string& flipped) {
  std::ifstream maps("/proc/self/maps");
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> memory(std::fopen("/proc/self/mem", "rb"), &std::fclose);
  if (!memory) return -1;
  static std::array<unsigned char, 1 << 20> bytes;
  const auto buffer = reinterpret_cast<std::uintptr_t>(bytes.data());
  int found = 0;
  for (std::string line; std::getline(maps, line);) {
    unsigned long from = 0, to = 0;
    char rights[5] = {};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, rights) != 3) continue;
    if (rights[0] != 'r' || rights[1] != 'w' || line.ends_with("[stack]")) continue;
    const auto step = bytes.size() - flipped.size();
    for (auto at = from; at < to; at += step) {
      if (at < buffer + bytes.size() && at + bytes.size() > buffer) continue;  // what was read last
      const auto wanted = std::min<std::size_t>(bytes.size(), to - at);
      std::clearerr(memory.get());
      if (std::fseek(memory.get(), static_cast<long>(at), SEEK_SET) != 0) continue;
      const auto count = std::fread(bytes.data(), 1, wanted, memory.get());
      for (std::size_t i = 0; i + flipped.size() <= count; ++i) {
        std::size_t same = 0;
        while (same < flipped.size() && bytes[i + same] == static_cast<unsigned char>(flipped[same] ^ 0x5a)) ++same;
        if (same == flipped.size()) ++found;
      }
    }
  }
  bytes.fill(0);
  return found;
}

std::string flipped(std::string text) {
  for (auto& c : text) c = static_cast<char>(c ^ 0x5a);
  return text;
}

class Memory : public PeopleDesk {
 protected:
  // Not PeopleDesk's browsers: these bytes go through a socket.
  void make_account() {
    const auto hash = must(crypto::hash_password(secret()));
    must(database().write([&](db::Transaction& tx) -> Result<void> {
      const auto shell = access::operator_on_shell(clock_);
      const auto made =
          TRY(access::create_account(tx, clock_, shell, {"memory", "测试甲", std::string(village_a)}, hash));
      TRY(access::grant_post(tx, clock_, shell, made.id,
                             {.role = Role::village_committee, .unit = std::string(village_a)}));
      TRY(tx.execute("UPDATE account SET state = 'active' WHERE id = $1", made.id));
      return {};
    }));
  }
  static std::string sign_in(std::string_view password) {
    const auto body = fmt::format(R"({{"name":"memory","password":"{}"}})", password);
    return fmt::format(
        "POST /api/session HTTP/1.1\r\nHost: gulou.test\r\nOrigin: http://gulou.test\r\nContent-Type: "
        "application/json\r\nContent-Length: {}\r\n\r\n{}",
        body.size(), body);
  }
};

TEST_F(Memory, SEC51_no_copy_of_a_password_is_left_after_signing_in) {
  if (!freed_memory_is_wiped()) GTEST_SKIP() << "the sanitizers' allocator keeps what was freed";
  const auto needle = flipped(secret());
  {
    const auto held = std::make_unique<std::string>(secret());
    EXPECT_GE(copies_in_memory(needle), 1) << "what is there is found";
    EXPECT_EQ(held->size(), 26u);
  }
  EXPECT_EQ(copies_in_memory(needle), 0) << "what was given back is not";

  make_account();
  net::ServerOptions options;
  options.port = 0;
  options.io_threads = 1;
  options.workers = 2;
  const auto server = must(net::Server::start(application_->router(), options));
  net::TestClient kept(server->port());
  {
    // One wrong try, then the right one, over a connection that stays open.
    auto wrong = secret();
    wrong.back() = '7';
    EXPECT_EQ(kept.ask(sign_in(wrong)).status, 401);
    later(60'000);
    EXPECT_EQ(kept.ask(sign_in(secret())).status, 200);
    EXPECT_EQ(kept.get("/api/session").status, 401) << "the connection lives; this one sends no cookie";
  }
  EXPECT_EQ(copies_in_memory(needle), 0);
}

}  // namespace
}  // namespace gulou
