// What a data folder knows about itself: a few named texts, e.g. the day its demo data stand for.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/time.h"
#include "db/database.h"
#include "spine/journal/model.h"

namespace gulou::settings {

// A row of the table `setting`.
struct Setting {
  std::string name;
  std::string value;
};

constexpr auto describe(Tag<Setting>) {
  return object("Setting", "A named text kept with the data", field<&Setting::name>("name", "Stable name"),
                field<&Setting::value>("value", "Its value"));
}

std::vector<db::Migration> migrations();
Result<std::optional<std::string>> get(db::Reader& reader, std::string_view name);
// Journal: "settings.set".
Result<void> set(db::Transaction& tx, const Clock& clock, const journal::Actor& actor, std::string_view name,
                 std::string_view value);

}  // namespace gulou::settings
