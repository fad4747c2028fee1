// data/personal-fields.csv: every field about people that Gulou keeps or asks for, with purpose, basis and retention.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "base/csv.h"
#include "modules/residents/module.h"
#include "people_desk.h"
#include "spine/people/import.h"
#include "spine/people/store.h"

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

TEST_F(PeopleDesk, SEC52_every_field_about_people_is_in_the_register_of_fields_and_no_other) {
  std::set<std::string> kept;
  auto migrations = people::migrations();
  for (const auto& more : people::import_migrations()) migrations.push_back(more);
  for (const auto& more : residents::module().migrations) migrations.push_back(more);
  for (const auto& migration : migrations)
    for (const auto& step : migration.steps)
      if (const auto* made = std::get_if<db::CreateTable>(&step))
        for (const auto& field : made->table->row().fields)
          kept.insert(fmt::format("{}.{}", made->table->name, field.name));
  for (const auto& route : application_->router().routes())
    if (route.takes &&
        std::ranges::any_of(route.tags, [](const auto& tag) { return tag == "people" || tag == "residents"; }))
      add_fields(*route.takes, kept);
  ASSERT_GT(kept.size(), 90u);

  const auto listed = registered();
  std::vector<std::string> missing, stale;
  std::ranges::set_difference(kept, listed, std::back_inserter(missing));
  std::ranges::set_difference(listed, kept, std::back_inserter(stale));
  EXPECT_TRUE(missing.empty()) << "without purpose, basis and retention: "
                               << fmt::format("{}", fmt::join(missing, ", "));
  EXPECT_TRUE(stale.empty()) << "no longer there: " << fmt::format("{}", fmt::join(stale, ", "));
}

}  // namespace
}  // namespace gulou
