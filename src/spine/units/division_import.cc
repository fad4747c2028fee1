#include "spine/units/division_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "spine/units/queries.h"

namespace gulou::units {
namespace {

constexpr std::size_t chunk = 20'000;

// Where a unit stands while the import is applied; kept for every listed division, because children need their
// parent's.
struct Standing {
  Id id;
  std::string path;
  std::optional<Id> county_id;
};

class Application {
 public:
  Application(db::Transaction& tx, const Clock& clock, const DivisionSource& source, const ImportOptions& options,
              const std::vector<KnownUnit>& known, const DivisionDifference& difference)
      : tx_(tx),
        now_(clock.now()),
        listed_(source.divisions),
        options_(options),
        known_(known),
        difference_(difference) {
    outcome_ = {.id = Id::make(now_.ms()),
                .source = source.name,
                .sha256 = source.sha256,
                .valid_from = options.valid_from,
                .imported_at = now_,
                .added = size(difference.added),
                .renamed = size(difference.renamed),
                .moved = size(difference.moved),
                .recoded = size(difference.recoded),
                .withdrawn = size(difference.withdrawn),
                .restored = size(difference.restored),
                .unchanged = difference.unchanged,
                .reclassified = size(difference.reclassified)};
  }

  Result<UnitImport> run() {
    if (!changes_anything()) return outcome_;
    TRY(tx_.insert(unit_import_table, outcome_));
    TRY(load_standings());
    // Withdrawn places give their codes free before others take them.
    for (const auto known : difference_.withdrawn) TRY(withdraw(known_[known]));
    for (const auto& pair : difference_.recoded) TRY(close_code(known_[pair.known]));
    for (const auto& pair : difference_.moved)
      if (changes_code(pair)) TRY(close_code(known_[pair.known]));
    TRY(add_all());
    TRY(write_added());
    // From the top down, so that a parent stands where it belongs before its children are moved below it.
    for (const auto& pair : difference_.moved) TRY(move(pair));
    for (const auto& pair : difference_.recoded) TRY(open_code(pair, ChangeKind::recoded));
    for (const auto& pair : difference_.renamed) TRY(rename(pair));
    for (const auto& pair : difference_.restored) TRY(restore(pair));
    for (const auto& pair : difference_.reclassified) TRY(reclassify(pair));
    TRY(write_changes());
    tx_.touch(db::Topic::units);
    return outcome_;
  }

 private:
  template <class List>
  static std::int64_t size(const List& list) {
    return static_cast<std::int64_t>(list.size());
  }
  bool changes_anything() const {
    return outcome_.added + outcome_.renamed + outcome_.moved + outcome_.recoded + outcome_.withdrawn +
               outcome_.restored + outcome_.reclassified >
           0;
  }
  bool changes_code(const DivisionDifference::Pair& pair) const {
    return known_[pair.known].code != listed_[pair.listed].code;
  }

  struct Row {
    Id id;
    std::string path;
    std::optional<Id> county_id;
  };
  friend constexpr auto describe(Tag<Row>) {
    return object("Row", "Place of a unit", field<&Row::id>("id", ""), field<&Row::path>("path", ""),
                  field<&Row::county_id>("county_id", ""));
  }

  // Where the known units stand, and how many children each parent has ever had.
  Result<void> load_standings() {
    std::unordered_map<std::string, std::optional<Id>> county_by_path;
    for (auto& row : TRY(tx_.all<Row>("SELECT id, path, county_id FROM unit"))) {
      if (row.path.size() > path_segment)
        note_child(row.path);
      else
        next_root_ = std::max(next_root_, ordinal_of_segment(row.path) + 1);
      county_by_path.emplace(row.path, row.county_id);
    }
    for (const auto& pair : difference_.same_place) {
      const auto& unit = known_[pair.known];
      standings_[listed_[pair.listed].code] = {unit.id, unit.path, county_by_path[unit.path]};
    }
    return {};
  }
  void note_child(std::string_view path) {
    const std::string parent(path.substr(0, path.size() - path_segment));
    auto& next = next_child_[parent];
    next = std::max(next, ordinal_of_segment(path.substr(parent.size())) + 1);
  }
  std::string new_path(const std::string& parent_path) {
    return parent_path + path_segment_of(parent_path.empty() ? next_root_++ : next_child_[parent_path]++);
  }

  // The county a unit is or lies in; below a direct-run city without counties, the city.
  static std::optional<Id> county_for(const Division& division, const Id& own, const Standing* parent) {
    if (division.level == Level::county) return own;
    if (division.level < Level::county || !parent) return std::nullopt;
    return parent->county_id ? parent->county_id : std::optional<Id>(parent->id);
  }
  const Standing* parent_of(const Division& division) const {
    const auto found = standings_.find(division.parent_code);
    return found == standings_.end() ? nullptr : &found->second;
  }

  Result<void> add_all() {
    new_units_.reserve(difference_.added.size());
    new_codes_.reserve(difference_.added.size());
    for (const auto listed : difference_.added) {
      const auto& division = listed_[listed];
      const Standing* parent = parent_of(division);
      const Id id = Id::make(now_.ms());
      Standing standing{id, new_path(parent ? parent->path : ""), county_for(division, id, parent)};
      new_units_.push_back({.id = id,
                            .parent_id = parent ? std::optional(parent->id) : std::nullopt,
                            .level = division.level,
                            .name = division.name,
                            .path = standing.path,
                            .county_id = standing.county_id,
                            .withdrawn_on = std::nullopt});
      new_codes_.push_back(
          {division.code, id, options_.valid_from, std::nullopt, std::nullopt, division.urban_rural_class});
      standings_.emplace(division.code, std::move(standing));
    }
    return {};
  }

  template <class T>
  Result<void> write_in_chunks(const db::Table& table, const std::vector<T>& rows, std::string_view stage) {
    for (std::size_t at = 0; at < rows.size(); at += chunk) {
      const auto part = std::span(rows).subspan(at, std::min(chunk, rows.size() - at));
      TRY(tx_.insert_rows(table, std::span<const T>(part)));
      if (options_.progress) options_.progress(stage, at + part.size(), rows.size());
    }
    return {};
  }
  Result<void> write_added() {
    TRY(write_in_chunks(unit_table, new_units_, "units"));
    return write_in_chunks(unit_code_table, new_codes_, "codes");
  }
  Result<void> write_changes() { return write_in_chunks(unit_change_table, changes_, "history"); }

  void note_change(const Id& unit, ChangeKind kind, const std::string& before, const std::string& after) {
    changes_.push_back({Id::make(now_.ms()), unit, options_.valid_from, kind, before, after, outcome_.id});
  }

  Result<void> close_code(const KnownUnit& unit) {
    TRY(tx_.execute("UPDATE unit_code SET valid_to = $1 WHERE code = $2 AND valid_from = $3", options_.valid_from,
                    unit.code, unit.code_since));
    return {};
  }
  Result<void> withdraw(const KnownUnit& unit) {
    TRY(close_code(unit));
    TRY(tx_.execute("UPDATE unit SET withdrawn_on = $1 WHERE id = $2", options_.valid_from, unit.id));
    note_change(unit.id, ChangeKind::withdrawn, unit.code, "");
    return {};
  }
  Result<void> open_code(const DivisionDifference::Pair& pair, ChangeKind kind) {
    const auto& unit = known_[pair.known];
    const auto& code = listed_[pair.listed].code;
    // The code may have ended on this very day, when two releases bear one date: then it goes on.
    TRY(tx_.execute(
        "INSERT INTO unit_code (code, unit_id, valid_from, urban_rural_class) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (code, valid_from) DO UPDATE SET unit_id = excluded.unit_id, valid_to = NULL, successor_id = NULL",
        code, unit.id, options_.valid_from, unit.urban_rural_class));
    note_change(unit.id, kind, unit.code, code);
    return {};
  }
  Result<void> rename(const DivisionDifference::Pair& pair) {
    const auto& unit = known_[pair.known];
    const auto& name = listed_[pair.listed].name;
    TRY(tx_.execute("UPDATE unit SET name = $1 WHERE id = $2", name, unit.id));
    note_change(unit.id, ChangeKind::renamed, unit.name, name);
    return {};
  }
  Result<void> restore(const DivisionDifference::Pair& pair) {
    const auto& unit = known_[pair.known];
    TRY(tx_.execute("UPDATE unit SET withdrawn_on = NULL WHERE id = $1", unit.id));
    return open_code(pair, ChangeKind::restored);
  }

  Result<void> reclassify(const DivisionDifference::Pair& pair) {
    TRY(tx_.execute("UPDATE unit_code SET urban_rural_class = $1 WHERE unit_id = $2 AND valid_to IS NULL",
                    listed_[pair.listed].urban_rural_class, known_[pair.known].id));
    return {};
  }

  // Hangs the unit, with all below it, under its new parent.
  Result<void> move(const DivisionDifference::Pair& pair) {
    const auto& unit = known_[pair.known];
    const auto& division = listed_[pair.listed];
    const Standing* parent = parent_of(division);
    // An ancestor of this unit may have been moved a moment ago: ask where it is now.
    auto now_at = TRY(tx_.first<Row>("SELECT id, path, county_id FROM unit WHERE id = $1", unit.id));
    if (!parent || !now_at) return fail(internal_error("a moved unit lost its parent: " + division.code));
    const auto parent_at = TRY(tx_.first<Row>("SELECT id, path, county_id FROM unit WHERE id = $1", parent->id));
    const auto path = new_path(parent_at->path);
    const auto old_size = static_cast<std::int64_t>(now_at->path.size());
    TRY(tx_.execute("UPDATE unit SET path = $1 || substr(path, $2) WHERE path >= $3 AND path < $4", path, old_size + 1,
                    now_at->path, subtree_end(now_at->path)));
    TRY(tx_.execute("UPDATE unit SET parent_id = $1 WHERE id = $2", parent->id, unit.id));
    if (const auto county = county_for(division, unit.id, parent);
        division.level > Level::county && county != now_at->county_id)
      TRY(tx_.execute("UPDATE unit SET county_id = $1 WHERE path >= $2 AND path < $3", county, path,
                      subtree_end(path)));
    if (changes_code(pair) && !unit.withdrawn) return open_code(pair, ChangeKind::moved);
    note_change(unit.id, ChangeKind::moved, unit.parent_code, division.parent_code);
    return {};
  }

  db::Transaction& tx_;
  Instant now_;
  const std::vector<Division>& listed_;
  const ImportOptions& options_;
  const std::vector<KnownUnit>& known_;
  const DivisionDifference& difference_;
  UnitImport outcome_;
  std::unordered_map<std::string, Standing> standings_;       // by listed code
  std::unordered_map<std::string, std::int64_t> next_child_;  // by the parent's path
  std::int64_t next_root_ = 0;
  std::vector<Unit> new_units_;
  std::vector<UnitCode> new_codes_;
  std::vector<UnitChange> changes_;
};

Result<std::vector<KnownUnit>> load_known(db::Reader& reader) {
  // One row per unit: the code it bears, or bore when it was withdrawn.
  return reader.all<KnownUnit>(
      "SELECT u.id, c.code, u.name, coalesce(p.code, '') AS parent_code, u.level, u.path, c.valid_from, "
      "c.urban_rural_class, "
      "CASE WHEN u.withdrawn_on IS NULL THEN 0 ELSE 1 END AS withdrawn "
      "FROM unit u JOIN unit_code c ON c.unit_id = u.id "
      "LEFT JOIN unit_code p ON p.unit_id = u.parent_id AND p.valid_to IS NULL "
      "WHERE c.valid_to IS NULL OR c.valid_to = u.withdrawn_on ORDER BY u.path");
}

// A code may not end before it began.
Result<void> refuse_older_release(const std::vector<KnownUnit>& known, const DivisionDifference& difference,
                                  Date valid_from) {
  std::vector<std::size_t> ending = difference.withdrawn;
  for (const auto& pair : difference.moved) ending.push_back(pair.known);
  for (const auto& pair : difference.recoded) ending.push_back(pair.known);
  for (const auto index : ending) {
    const auto& unit = known[index];
    if (unit.code_since <= valid_from) continue;
    return fail(
        {.kind = ErrorKind::invalid,
         .code = "release_older_than_codes",
         .message = {fmt::format("{} 的代码 {} 自 {} 起有效，不能再导入 {} 的旧版本。", unit.name, unit.code,
                                 unit.code_since.text(), valid_from.text()),
                     fmt::format("{} has been valid since {}; an older release ({}) cannot be imported over it.",
                                 unit.code, unit.code_since.text(), valid_from.text())}});
  }
  return {};
}

Result<void> refuse_mass_withdrawal(const DivisionDifference& difference, bool confirmed) {
  const auto withdrawn = static_cast<std::int64_t>(difference.withdrawn.size());
  if (confirmed || withdrawn * confirm_above_one_in <= difference.known_in_scope) return {};
  return fail(
      {.kind = ErrorKind::refused_by_rule,
       .code = "withdrawal_needs_confirmation",
       .message = {
           fmt::format("这次导入会撤销 {} 个单位（现有 {} 个，超过 5%）。如果确实如此，请加 --confirm。", withdrawn,
                       difference.known_in_scope),
           fmt::format("This import would withdraw {} of {} units, more than 5 %. If that is right, add --confirm.",
                       withdrawn, difference.known_in_scope)}});
}

}  // namespace

Result<UnitImport> import_divisions(db::Transaction& tx, const Clock& clock, const DivisionSource& source,
                                    const ImportOptions& options) {
  const auto known = TRY(load_known(tx));
  const auto difference = compare_divisions(known, source.divisions);
  TRY(refuse_older_release(known, difference, options.valid_from));
  TRY(refuse_mass_withdrawal(difference, options.confirmed));
  return Application(tx, clock, source, options, known, difference).run();
}

Text summary_of(const UnitImport& outcome) {
  return {fmt::format("新增 {}，更名 {}，改隶 {}，换码 {}，撤销 {}，恢复 {}，城乡分类变更 {}，未变 {}", outcome.added,
                      outcome.renamed, outcome.moved, outcome.recoded, outcome.withdrawn, outcome.restored,
                      outcome.reclassified, outcome.unchanged),
          fmt::format(
              "added {}, renamed {}, moved {}, recoded {}, withdrawn {}, restored {}, reclassified {}, unchanged {}",
              outcome.added, outcome.renamed, outcome.moved, outcome.recoded, outcome.withdrawn, outcome.restored,
              outcome.reclassified, outcome.unchanged)};
}

}  // namespace gulou::units
