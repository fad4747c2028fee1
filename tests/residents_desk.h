// For tests of residents: people who joined with a slip, and the forms of their own pages.
#pragma once

#include <atomic>
#include <fstream>

#include "modules/residents/slip.h"
#include "people_desk.h"

namespace gulou {

inline constexpr std::string_view residents_password = "稻花香里说丰年 2016";

struct ResidentsTextRow {
  std::string text;
};
constexpr auto describe(Tag<ResidentsTextRow>) {
  return object("ResidentsTextRow", "A row as text", field<&ResidentsTextRow::text>("text", "All of it"));
}

class ResidentsDesk : public PeopleDesk {
 protected:
  static people::PersonFields resident_fields(std::string name = "测试甲") {
    auto fields = someone(std::move(name), made_up_number(*Date::of(1990, 1, 1), 2));
    fields.phone = "13800001234";
    return fields;
  }

  // Prints a slip and joins with it; a browser that is signed in as the resident.
  TestBrowser joined(TestBrowser& clerk, const Id& record, std::string_view born = "1990-01-01",
                     std::string_view name = "示例阿妹") {
    const auto slips = read<residents::PrintedSlips>(
        clerk.post("/api/residents/slips", fmt::format(R"({{"records":["{}"]}})", record.text())));
    TestBrowser phone(application_->router());
    // Joining is limited by address, over all that one program does: each telephone has an address of its own.
    static std::atomic<int> telephones = 0;
    const int telephone = telephones++;
    phone.client = fmt::format("10.1.{}.{}", telephone / 200, telephone % 200);
    const auto response = phone.post("/api/residents/join", json::write(json::Value::object()
                                                                            .set("code", slips.slips.at(0).code)
                                                                            .set("born_on", born)
                                                                            .set("name", name)
                                                                            .set("password", residents_password)));
    EXPECT_EQ(response.status, 201) << response.body;
    return phone;
  }

  // Departures that were entered so far were entered eleven years ago: as if the term of keeping had run from then.
  void entered_long_ago() {
    must(database().write([&](db::Transaction& tx) {
      return tx.execute("UPDATE person_change SET at = $1 WHERE action = 'people.leave'",
                        Date::of(2005, 6, 30)->start());
    }));
  }

  // The value of a hidden field in the form for that path.
  static std::string hidden_in(const std::string& page, std::string_view action, std::string_view name) {
    const auto form = page.find(fmt::format("action=\"{}\"", action));
    if (form == std::string::npos) return "";
    const auto before = fmt::format("name=\"{}\" value=\"", name);
    const auto found = page.find(before, form);
    if (found == std::string::npos || found > page.find("</form>", form)) return "";
    const auto begin = found + before.size();
    return page.substr(begin, page.find('"', begin) - begin);
  }
  static std::string token_in(const std::string& page, std::string_view action) {
    return hidden_in(page, action, "form");
  }
  static net::Response post_form(TestBrowser& by, std::string_view path, const std::string& fields) {
    by.content_type = "application/x-www-form-urlencoded";
    auto response = by.post(path, fields);
    by.content_type = "application/json";
    return response;
  }
  // Opens the page of the form and sends it, with another token on wish.
  static net::Response send_form(TestBrowser& phone, std::string_view path, const std::string& fields,
                                 std::optional<std::string> token = {}) {
    const auto page = phone.get(path.starts_with("/own/requests/") ? "/own" : path).body;
    if (!token) token = token_in(page, path);
    return post_form(phone, path, fmt::format("form={}&owner={}&{}", *token, hidden_in(page, path, "owner"), fields));
  }

  static std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(in)), {});
  }

  std::string files() {
    std::string all;
    for (const auto& each : std::filesystem::recursive_directory_iterator(folder_))
      if (each.is_regular_file()) all += bytes_of(each.path()) + "\n";
    return all;
  }

  // Every byte of the data folder and of the database's files; on PostgreSQL every row of every table.
  std::string everything() {
    std::string all = files();
    if (database().engine() == db::Engine::sqlite) {
      const auto file = db::location_of(database());
      for (const auto* more : {"", "-wal", "-shm"}) all += bytes_of(file + more) + "\n";
      return all;
    }
    return all + must(database().read([](db::Reader& reader) -> Result<std::string> {
             std::string rows;
             for (const auto& table :
                  TRY(reader.all<ResidentsTextRow>("SELECT table_name AS text FROM information_schema.tables "
                                                   "WHERE table_schema = current_schema()")))
               for (const auto& row : TRY(reader.all<ResidentsTextRow>(
                        fmt::format("SELECT row_to_json(t) || '' AS text FROM {} t", table.text))))
                 rows += row.text + "\n";
             return rows;
           }));
  }
};

}  // namespace gulou
