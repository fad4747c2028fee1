// Questions that other spines and modules ask of the tree. All take a db::Reader, so that one page sees one snapshot.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "spine/units/model.h"

namespace gulou::units {

inline constexpr std::size_t path_segment = 4;

// By current code, or else by the last unit that bore the code (which may be withdrawn). Not found: error not_found.
Result<UnitSummary> by_code(db::Reader& reader, std::string_view code);
Result<UnitSummary> by_id(db::Reader& reader, const Id& id);
// Children that exist today, in the order of their codes, then names.
Result<std::vector<UnitSummary>> children(db::Reader& reader, const Id& parent);
// From the province down to the unit above this one.
Result<std::vector<UnitSummary>> ancestors(db::Reader& reader, const UnitSummary& unit);
// A unit's place in the line from the province down.
struct LineUnit {
  Id id;
  Level level;
};

constexpr auto describe(Tag<LineUnit>) {
  return object("LineUnit", "A unit of a line", field<&LineUnit::id>("id", "Id"),
                field<&LineUnit::level>("level", "Level"));
}

// The same units as ancestors(), then the unit itself, without names and codes: at a third of the cost, for what is
// added up the tree with every write.
Result<std::vector<LineUnit>> line(db::Reader& reader, const UnitSummary& unit);
// All units of a level at or below `unit` that exist today, in tree order.
Result<std::vector<UnitSummary>> descendants(db::Reader& reader, const UnitSummary& unit, Level level);
// The units that have nothing above them.
Result<std::vector<UnitSummary>> roots(db::Reader& reader);
// The day from which the codes of the latest import hold; none before the first.
Result<std::optional<Date>> codes_hold_from(db::Reader& reader);
// How many units of a level exist today at or below `unit`.
Result<std::int64_t> count(db::Reader& reader, const UnitSummary& unit, Level level);

// Who took over from a withdrawn unit, if anyone was named.
Result<std::optional<UnitSummary>> successor(db::Reader& reader, const UnitSummary& withdrawn);

// Paths of the ancestors of a path, from the top down, the path itself last.
std::vector<std::string> paths_down_to(std::string_view path);
// A path is below (or at) another.
bool within(std::string_view path, std::string_view subtree);
// The end of the range that a subtree occupies: [path, end).
std::string subtree_end(std::string_view path);

}  // namespace gulou::units
