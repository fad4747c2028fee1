// data/personal-fields.csv: every field about people that Gulou keeps or asks for, with purpose, basis and retention.
// The register of people is listed whole. Of everything else, each field that can hold words or name somebody is either
// listed there or in data/other-fields.csv, which says why it is about nobody: so a new field is asked about once.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "app/modules.h"
#include "base/csv.h"
#include "people_desk.h"

namespace gulou {
namespace {

std::set<std::string> registered() {
  std::ifstream in(GULOU_SOURCE_DIR "/data/personal-fields.csv");
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  csv::Reader reader(text);
  EXPECT_TRUE(csv::expect_header(reader, "personal-fields.csv", {"field", "purpose", "basis", "retention"}));
  std::set<std::string> fields;
  csv::Row row;
  for (auto more = reader.next(row); more && *more; more = reader.next(row)) {
    EXPECT_EQ(row.cells.size(), 4u) << row.line;
    for (const auto& cell : row.cells) EXPECT_FALSE(cell.empty()) << "line " << row.line;
    EXPECT_TRUE(fields.insert(std::string(row.cells[0])).second) << "twice: " << row.cells[0];
  }
  return fields;
}

// The fields of a form, and of the described types in it.
void add_fields(const TypeInfo& type, std::set<std::string>& out) {
  if (type.kind == Kind::optional || type.kind == Kind::list) return add_fields(type.element(), out);
  if (type.kind != Kind::object) return;
  for (const auto& field : type.fields) {
    out.insert(fmt::format("{}.{}", type.name, field.name));
    add_fields(field.type(), out);
  }
}

// What can hold words, or an id of somebody.
bool may_be_about_people(const TypeInfo& type) {
  if (type.kind == Kind::optional || type.kind == Kind::list) return may_be_about_people(type.element());
  return type.kind == Kind::text || type.kind == Kind::id;
}

void add_table(const db::Table& table, bool whole, std::set<std::string>& out) {
  for (const auto& field : table.row().fields)
    if (whole || may_be_about_people(field.type())) out.insert(fmt::format("{}.{}", table.name, field.name));
}

void add_words(const TypeInfo& type, std::set<std::string>& out) {
  if (type.kind == Kind::optional || type.kind == Kind::list) return add_words(type.element(), out);
  if (type.kind != Kind::object) return;
  for (const auto& field : type.fields) {
    if (may_be_about_people(field.type())) out.insert(fmt::format("{}.{}", type.name, field.name));
    add_words(field.type(), out);
  }
}

// holder,fields,why: "unit" "id name path", each with a reason.
std::set<std::string> about_nobody() {
  std::ifstream in(GULOU_SOURCE_DIR "/data/other-fields.csv");
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  csv::Reader reader(text);
  EXPECT_TRUE(csv::expect_header(reader, "other-fields.csv", {"holder", "fields", "why"}));
  std::set<std::string> fields;
  csv::Row row;
  for (auto more = reader.next(row); more && *more; more = reader.next(row)) {
    EXPECT_EQ(row.cells.size(), 3u) << row.line;
    EXPECT_FALSE(row.cells[2].empty()) << "line " << row.line << " gives no reason";
    for (std::string_view rest = row.cells[1]; !rest.empty();) {
      const auto blank = rest.find(' ');
      EXPECT_TRUE(fields.insert(fmt::format("{}.{}", row.cells[0], rest.substr(0, blank))).second) << row.line;
      rest = blank == std::string_view::npos ? std::string_view() : rest.substr(blank + 1);
    }
  }
  return fields;
}

TEST_F(PeopleDesk, SEC52_every_field_about_people_is_in_the_register_of_fields_and_no_other) {
  std::set<std::string> kept;
  int tables = 0;
  for (const auto& module : app::modules())
    for (const auto& migration : module.migrations)
      for (const auto& step : migration.steps)
        if (const auto* made = std::get_if<db::CreateTable>(&step)) {
          add_table(*made->table, module.name == "people" || module.name == "residents", kept);
          ++tables;
        }
  ASSERT_GT(tables, 30);
  for (const auto& route : application_->router().routes()) {
    if (!route.takes) continue;
    const bool whole =
        std::ranges::any_of(route.tags, [](const auto& tag) { return tag == "people" || tag == "residents"; });
    whole ? add_fields(*route.takes, kept) : add_words(*route.takes, kept);
  }
  ASSERT_GT(kept.size(), 200u);

  const auto listed = registered();
  const auto others = about_nobody();
  std::vector<std::string> missing, stale, both;
  for (const auto& each : kept)
    if (!listed.contains(each) && !others.contains(each)) missing.push_back(each);
  // What is listed besides, though it can hold no words, must at least be there.
  std::set<std::string> there = kept;
  for (const auto& module : app::modules())
    for (const auto& migration : module.migrations)
      for (const auto& step : migration.steps)
        if (const auto* made = std::get_if<db::CreateTable>(&step)) add_table(*made->table, true, there);
  for (const auto& route : application_->router().routes())
    if (route.takes) add_fields(*route.takes, there);
  for (const auto* list : {&listed, &others}) std::ranges::set_difference(*list, there, std::back_inserter(stale));
  std::ranges::set_intersection(listed, others, std::back_inserter(both));
  EXPECT_TRUE(missing.empty()) << "neither with purpose, basis and retention nor about nobody: "
                               << fmt::format("{}", fmt::join(missing, ", "));
  EXPECT_TRUE(stale.empty()) << "no longer there: " << fmt::format("{}", fmt::join(stale, ", "));
  EXPECT_TRUE(both.empty()) << "in both lists: " << fmt::format("{}", fmt::join(both, ", "));
}

}  // namespace
}  // namespace gulou
