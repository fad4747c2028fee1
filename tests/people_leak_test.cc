// SEC-44 and SEC-46: a thousand people go through the real server; then no file that it wrote, and no table, has one of
// their numbers in clear.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "crypto/cipher.h"
#include "net/server.h"
#include "net/testing_client.h"
#include "people_desk.h"

namespace gulou {
namespace {

using namespace people;

// Finds whichever of many numbers stands in a text, in one pass: the digits of every run that is long enough are looked
// up.
class Needles {
 public:
  void add(const std::string& number) { numbers_.insert(number); }

  // Numbers found in the bytes, as they are (ASCII) or as UTF-16.
  std::set<std::string> in(std::string_view bytes) const {
    std::set<std::string> found;
    look(bytes, found);
    for (const std::size_t offset : {0u, 1u}) {
      std::string narrow;
      for (std::size_t i = offset; i < bytes.size(); i += 2) narrow += bytes[i];
      look(narrow, found);
    }
    return found;
  }

 private:
  static bool is_part(char c) { return (c >= '0' && c <= '9') || c == 'X'; }
  void look(std::string_view text, std::set<std::string>& found) const {
    for (std::size_t begin = 0; begin < text.size();) {
      if (!is_part(text[begin])) {
        ++begin;
        continue;
      }
      std::size_t end = begin;
      while (end < text.size() && is_part(text[end])) ++end;
      for (const std::size_t length : {11u, 18u})
        for (std::size_t at = begin; at + length <= end; ++at)
          if (const auto hit = numbers_.find(std::string(text.substr(at, length))); hit != numbers_.end())
            found.insert(*hit);
      begin = end;
    }
  }
  std::set<std::string> numbers_;
};

// The same bytes as they would look behind base64 (each of its three phases) or hexadecimal digits.
std::vector<std::string> encodings(const std::string& number) {
  std::vector<std::string> out{crypto::hex(number)};
  for (std::size_t phase = 0; phase < 3; ++phase) {
    const auto text = crypto::base64url(std::string(phase, 'a') + number);
    // What depends on the neighbours is cut off.
    const auto skip = phase == 0 ? 0u : 4u;
    out.push_back(text.substr(skip, (number.size() - 3) * 4 / 3 - 2));
  }
  return out;
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), {});
}

class PeopleLeak : public PeopleDesk {
 protected:
  // Everything that the database holds: its files, and on PostgreSQL every row of every table as text.
  std::string everything() {
    std::string all;
    for (const auto& each : std::filesystem::recursive_directory_iterator(folder_))
      if (each.is_regular_file() && each.path() != folder_ / "keys") all += bytes_of(each.path()) + "\n";
    if (database().engine() == db::Engine::sqlite) {
      const auto file = db::location_of(database());
      for (const auto* more : {"", "-wal", "-shm"}) all += bytes_of(file + more) + "\n";
    } else {
      all += rows();
    }
    return all + log_;
  }
  std::string rows();
  std::string log_;
};

struct NamedTable {
  std::string name;
};
constexpr auto describe(Tag<NamedTable>) {
  return object("NamedTable", "A table", field<&NamedTable::name>("name", "Name"));
}

std::string PeopleLeak::rows() {
  return must(database().read([](db::Reader& reader) -> Result<std::string> {
    std::string all;
    for (const auto& table : TRY(reader.all<NamedTable>(
             "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()")))
      for (const auto& row :
           TRY(reader.all<NamedTable>(fmt::format("SELECT row_to_json(t) || '' AS name FROM {} t", table.name))))
        all += row.name + "\n";
    return all;
  }));
}

TEST_F(PeopleLeak, SEC44_SEC46_nothing_that_the_server_writes_has_a_number_in_clear) {
  Needles needles;
  std::set<std::string> encoded;
  std::vector<std::pair<std::string, std::string>> numbers;
  for (int i = 0; i < 1000; ++i) {
    const Date born = *Date::of(1935 + i % 80, static_cast<unsigned>(1 + i % 12), static_cast<unsigned>(1 + i % 28));
    numbers.emplace_back(made_up_number(born, 1 + i % 999), fmt::format("13{:09}", 800'000'000 + i * 7919));
    for (const auto& each : {numbers.back().first, numbers.back().second}) {
      needles.add(each);
      if (i % 25 == 0)
        for (auto& form : encodings(each)) encoded.insert(std::move(form));
    }
  }
  // The search finds what is there.
  ASSERT_EQ(needles.in("x" + numbers[3].first + "y").size(), 1u);
  std::string wide;
  for (const char c : numbers[4].second) wide += std::string(1, c) + std::string(1, '\0');
  ASSERT_EQ(needles.in(wide).size(), 1u);
  for (const std::string before : {"", "a", "ab", "abc"}) {
    const auto text = crypto::base64url(before + numbers[0].first + "behind it");
    const auto forms = encodings(numbers[0].first);
    ASSERT_TRUE(std::ranges::any_of(forms, [&](const auto& form) { return text.find(form) != std::string::npos; }));
  }

  // Over HTTP, through the server that serves people.
  auto village = desk(Role::village_committee, village_a);
  application_->router().set_failure_log([&](const Error& error, const net::Request& request) {
    log_ += fmt::format("failed {} {} {}\n", request.path, error.code, error.internal.value);
  });
  net::ServerOptions options;
  options.port = 0;
  options.access_log = [&](const net::Request& request, int status, std::chrono::microseconds) {
    log_ += fmt::format("{} {} {}\n", request.target, status, request.id);
  };
  const auto server = must(net::Server::start(application_->router(), options));
  net::TestClient client(server->port());
  const auto send = [&](std::string_view method, std::string_view target, const std::string& body,
                        std::string_view type = "application/json") {
    const auto reply = client.ask(fmt::format(
        "{} {} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nSec-Fetch-Site: same-origin\r\nCookie: "
        "{}\r\nContent-Type: {}\r\nIdempotency-Key: key-{}\r\nContent-Length: {}\r\n\r\n{}",
        method, target, village.cookie, type, Id::make(1).text(), body.size(), body));
    auto answer = reply.head + reply.body;
    // Nor does an answer, but for the looks, which ask for it.
    if (target.find("/look") == std::string_view::npos) {
      EXPECT_TRUE(needles.in(answer).empty()) << target;
    }
    return answer;
  };
  std::string roll = "姓名,民族,身份证号码,电话\n";
  std::string record;
  for (int i = 0; i < 1000; ++i) {
    const auto& [number, phone] = numbers[static_cast<std::size_t>(i)];
    if (i >= 300) {
      roll += fmt::format("测试甲,苗族,{},{}\n", number, phone);
      continue;
    }
    later(30'000);  // numbers that are known are looks, fifty an hour
    auto fields = someone("测试甲", number);
    fields.phone = phone;
    const auto answer = send("POST", "/api/people", body_of(village_a, fields));
    ASSERT_NE(answer.find("201 Created"), std::string::npos) << answer;
    const auto id = answer.find("\"id\":\"") + 6;
    record = answer.substr(id, 36);
    if (i % 10 == 0) send("POST", "/api/people/search", fmt::format(R"({{"id_number":"{}"}})", number));
    if (i % 10 == 1) send("POST", "/api/people/search", fmt::format(R"({{"phone":"{}"}})", phone));
    if (i % 10 == 2)
      send("POST", fmt::format("/api/people/{}/look", record), R"({"what":"id_number","reason":"核对养老保险"})");
    // Errors of every kind: known already, another name, another sex, broken JSON, an unknown field of that name.
    if (i % 10 == 3) send("POST", "/api/people", body_of(village_a, fields));
    if (i % 10 == 4) send("POST", "/api/people", body_of(village_a, someone("测试乙", number)));
    if (i % 10 == 5)
      send("POST", "/api/people",
           fmt::format(R"({{"village":"{}","telephone":"{}","number":"{}"}})", village_a, phone, number));
    if (i % 10 == 6) send("POST", "/api/people", fmt::format(R"({{"number":"{}")", number));
    if (i % 10 == 7) send("POST", "/api/people", body_of(village_a, someone(number, phone)));
    if (i % 10 == 8) send("POST", "/api/people/search", fmt::format(R"({{"name":"{}"}})", number));
    if (i % 10 == 9) send("PUT", fmt::format("/api/people/{}", record), json::write(ChangedPerson{1, fields}));
  }
  village.sign_in("village_committee.1", "a-long-password");  // who agrees to an import proved lately that it is them
  const auto preview =
      send("POST", fmt::format("/api/people/imports?village={}", village_a), roll, "application/octet-stream");
  ASSERT_NE(preview.find("201 Created"), std::string::npos) << preview.substr(0, 500);
  const auto import = preview.substr(preview.find("\"id\":\"") + 6, 36);
  const auto digest_at = preview.find("\"digest\":\"") + 10;
  const auto digest = preview.substr(digest_at, preview.find('"', digest_at) - digest_at);
  // While the preview waits, its file lies in the database, sealed.
  EXPECT_TRUE(needles.in(everything()).empty());
  const auto done = send("POST", fmt::format("/api/people/imports/{}/confirm", import),
                         fmt::format(R"({{"digest":"{}","without_faulty":false}})", digest));
  ASSERT_NE(done.find("200 OK"), std::string::npos) << done;
  send("GET", "/api/people", "");
  send("GET", "/api/people/" + record, "");
  ASSERT_EQ(count("SELECT count(*) FROM person"), 1000);
  server->stop();

  const auto all = everything();
  ASSERT_GT(all.size(), 500'000u);
  ASSERT_NE(all.find("测试甲"), std::string::npos) << "nothing was read";
  const auto found = needles.in(all);
  EXPECT_TRUE(found.empty()) << found.size() << " numbers in clear";
  for (const auto& form : encoded) EXPECT_EQ(all.find(form), std::string::npos) << form;
}

}  // namespace
}  // namespace gulou
