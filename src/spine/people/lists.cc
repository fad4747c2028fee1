#include "spine/people/lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "spine/people/age.h"
#include "spine/people/ethnic.h"
#include "spine/people/id_number.h"
#include "spine/people/keeper.h"
#include "spine/people/phone.h"
#include "spine/people/words.h"
#include "spine/units/queries.h"

namespace gulou::people {
namespace {

constexpr int oldest = 200;

std::string text_of(const std::optional<Id>& id) { return id ? id->text() : std::string(); }

template <class E>
std::string text_of(const std::optional<E>& value) {
  return value ? std::string(name_of(*value)) : std::string();
}

struct Counted {
  std::string key;
  std::int64_t people = 0;
};
constexpr auto describe(Tag<Counted>) {
  return object("CountedPeople", "How many", field<&Counted::key>("key", "Of what"),
                field<&Counted::people>("people", "How many"));
}

// Counts of records that hold within a unit, by some column.
class Counting {
 public:
  Counting(db::Reader& reader, const units::UnitSummary& unit)
      : reader_(reader), begin_(unit.path), end_(units::subtree_end(unit.path)) {}

  Result<std::vector<Counted>> by(std::string_view key, std::string_view what) {
    return reader_.all<Counted>(
        fmt::format("SELECT {0}, count({1}) AS people {2} GROUP BY {0} ORDER BY {0}", key, what, from), begin_, end_);
  }
  Result<std::int64_t> count(std::string_view what) {
    return TRY(reader_.integer(fmt::format("SELECT count({}) {}", what, from), begin_, end_)).value_or(0);
  }
  // Records that began or ended on those days; whatever became of them later.
  Result<std::vector<Counted>> events(std::string_view key, std::string_view day, Date first, Date last) {
    return reader_.all<Counted>(
        fmt::format("SELECT r.{0}, count(*) AS people FROM person_record r JOIN unit v ON v.id = r.village_id "
                    "WHERE v.path >= $1 AND v.path < $2 AND r.{1} >= $3 AND r.{1} <= $4 AND r.{0} IS NOT NULL "
                    "GROUP BY r.{0}",
                    key, day),
        begin_, end_, first, last);
  }
  Result<std::int64_t> born_between(Date first, Date last) {
    return TRY(reader_.integer(
                   fmt::format("SELECT count(DISTINCT p.id) {} AND p.born_on >= $3 AND p.born_on <= $4", from), begin_,
                   end_, first, last))
        .value_or(0);
  }

 private:
  static constexpr std::string_view from =
      "FROM person_record r JOIN person p ON p.id = r.person_id JOIN unit v ON v.id = r.village_id "
      "WHERE v.path >= $1 AND v.path < $2 AND r.left_on IS NULL";
  db::Reader& reader_;
  std::string begin_;
  std::string end_;
};

// In one village people stand by households, the head first.
constexpr std::size_t village_path = 5 * units::path_segment;
constexpr std::string_view household_key = "coalesce(h.number, '')";
constexpr std::string_view head_key = "CASE WHEN r.kinship = 'head' THEN 0 ELSE 1 END";

struct LastOfPage {
  std::string number;
  std::int64_t rank = -1;
};
constexpr auto describe(Tag<LastOfPage>) {
  return object("LastOfPage", "Where the page before ended", field<&LastOfPage::number>("number", "Household"),
                field<&LastOfPage::rank>("rank", "0: its head"));
}

Result<LastOfPage> last_of(db::Reader& reader, const std::optional<Id>& record) {
  if (!record) return LastOfPage{};
  const auto found = TRY(reader.first<LastOfPage>(
      fmt::format("SELECT {}, {} FROM person_record r LEFT JOIN household h ON h.id = r.household_id WHERE r.id = $1",
                  household_key, head_key),
      *record));
  return found.value_or(LastOfPage{});
}

// One line for each enumerator, also where there is nobody.
template <class E>
std::vector<PeopleCount> each_of(const std::vector<Counted>& counted) {
  std::vector<PeopleCount> out;
  for (const auto& each : type_of<E>().names) {
    const auto found = std::ranges::find(counted, each.name, &Counted::key);
    out.push_back(
        {std::string(each.name), label(static_cast<E>(each.value)).zh, found == counted.end() ? 0 : found->people});
  }
  return out;
}

Result<std::vector<PeopleCount>> ages(Counting& counting, Date today) {
  struct Band {
    std::string_view key;
    std::string_view name;
    int from;
    int to;
  };
  constexpr std::array<Band, 6> bands = {{{"0-5", "0至5岁", 0, 5},
                                          {"6-17", "6至17岁", 6, 17},
                                          {"18-59", "18至59岁", 18, 59},
                                          {"60-69", "60至69岁", 60, 69},
                                          {"70-79", "70至79岁", 70, 79},
                                          {"80+", "80岁及以上", 80, oldest}}};
  std::vector<PeopleCount> out;
  for (const auto& band : bands) {
    const Date first = born_by(today, band.to + 1).plus_days(1);
    const auto count = TRY(counting.born_between(first, born_by(today, band.from)));
    out.push_back({std::string(band.key), std::string(band.name), count});
  }
  return out;
}

Result<std::vector<PeopleCount>> ethnic_counts(Counting& counting) {
  std::vector<PeopleCount> out;
  for (const auto& each : TRY(counting.by("p.ethnic_code || '/' || p.ethnic_text", "DISTINCT p.id"))) {
    const auto cut = each.key.find('/');
    const auto code = each.key.substr(0, cut);
    out.push_back({code, ethnic_label(code, each.key.substr(cut + 1)), each.people});
  }
  std::ranges::stable_sort(out, std::ranges::greater(), &PeopleCount::people);
  return out;
}

Result<std::vector<PeopleCount>> counts_below(db::Reader& reader, const units::UnitSummary& unit) {
  std::vector<PeopleCount> out;
  const bool in_village = unit.level >= units::Level::village;
  for (const auto& child : TRY(units::children(reader, unit.id))) {
    const auto path = in_village ? "u.path" : "v.path";
    const auto people =
        TRY(reader.integer(fmt::format("SELECT count(DISTINCT r.person_id) FROM person_record r JOIN unit v ON v.id = "
                                       "r.village_id JOIN unit u ON u.id = r.unit_id "
                                       "WHERE {0} >= $1 AND {0} < $2 AND r.left_on IS NULL",
                                       path),
                           child.path, units::subtree_end(child.path)));
    out.push_back({child.code.empty() ? child.id.text() : child.code, child.name, people.value_or(0)});
  }
  return out;
}

Result<std::vector<AlsoIn>> also_in(db::Reader& reader, const RecordLine& line) {
  std::vector<AlsoIn> out;
  for (const auto& record : TRY(current_records(reader, line.person_id))) {
    if (record.id == line.id) continue;
    const bool both_live = lives_there(record.status) && lives_there(line.status) && !line.left_on;
    out.push_back({.village_name = TRY(units::by_id(reader, record.village_id)).name,
                   .registered = is_registered(record.status),
                   .lives = lives_there(record.status),
                   .disagrees = both_live});
  }
  return out;
}

// The village that keeps what is the person's own, if it is another.
Result<std::optional<std::string>> kept_by(db::Reader& reader, const RecordLine& line) {
  const auto records = TRY(current_records(reader, line.person_id));
  const auto* keeper = keeper_among(records);
  if (line.left_on || !keeper || keeper->id == line.id) return std::optional<std::string>();
  return std::optional(TRY(units::by_id(reader, keeper->village_id)).name);
}

Result<std::vector<DeathElsewhere>> deaths_elsewhere(db::Reader& reader, const RecordLine& line) {
  return reader.all<DeathElsewhere>(
      "SELECT v.name AS village_name, r.left_on FROM person_record r JOIN unit v ON v.id = r.village_id "
      "WHERE r.person_id = $1 AND r.id <> $2 AND r.departure = 'death' ORDER BY r.left_on, r.id",
      line.person_id, line.id);
}

}  // namespace

Result<std::vector<RecordLine>> find_lines(db::Reader& reader, Date today, const PeopleFilter& filter) {
  const Date born_last = born_by(today, static_cast<int>(filter.age_from.value_or(0)));
  const Date born_first = born_by(today, static_cast<int>(filter.age_to.value_or(oldest)) + 1).plus_days(1);
  const auto find = [&](std::string_view behind, std::string_view order, const auto&... more) {
    return reader.all<RecordLine>(
        fmt::format("{}WHERE v.path >= $1 AND v.path < $2 AND {} AND ($4 = '' OR r.unit_id = $4) "
                    "AND ($5 = '' OR r.household_id = $5) AND ($6 = '' OR r.status = $6) AND ($7 = '' OR p.sex = $7) "
                    "AND ($8 = '' OR p.political = $8) AND ($9 = '' OR p.ethnic_code = $9) "
                    "AND p.born_on >= $10 AND p.born_on <= $11 AND ($12 = '' OR p.folded_name LIKE $13) "
                    "AND r.left_on IS {} NULL ORDER BY {} LIMIT $14",
                    select_lines, behind, filter.ended ? "NOT" : "", order),
        filter.subtree, units::subtree_end(filter.subtree), text_of(filter.after), text_of(filter.group),
        text_of(filter.household), text_of(filter.status), text_of(filter.sex), text_of(filter.political),
        filter.ethnic_code, born_first, born_last, filter.folded_name, "%" + filter.folded_name + "%", filter.limit + 1,
        more...);
  };
  // Many villages: in the order of the primary key, which needs no sorting.
  if (filter.subtree.size() < village_path) return find("r.id > $3", "r.id");
  const auto last = TRY(last_of(reader, filter.after));
  return find(
      fmt::format("({0} > $15 OR ({0} = $15 AND ({1} > $16 OR ({1} = $16 AND r.id > $3))))", household_key, head_key),
      fmt::format("{}, {}, r.id", household_key, head_key), last.number, last.rank);
}

Result<std::vector<RecordLine>> find_by_number(db::Reader& reader, const std::string& subtree, NumberColumn column,
                                               const std::vector<std::string>& indexes) {
  const auto name = column == NumberColumn::id_number ? "p.id_number_index" : "r.phone_index";
  std::vector<RecordLine> out;
  for (const auto& index : indexes) {
    auto found = TRY(reader.all<RecordLine>(
        fmt::format("{}WHERE {} = $1 AND v.path >= $2 AND v.path < $3 ORDER BY r.id LIMIT $4", select_lines, name),
        index, subtree, units::subtree_end(subtree), people_per_answer));
    std::ranges::move(found, std::back_inserter(out));
  }
  return out;
}

Result<std::optional<RecordLine>> find_line(db::Reader& reader, const Id& record) {
  return reader.first<RecordLine>(fmt::format("{}WHERE r.id = $1", select_lines), record);
}

Result<PersonLine> line_of(const vault::Vault& vault, Date today, const RecordLine& line) {
  const bool in_group = line.unit_id != line.village_id;
  PersonLine out{.id = line.id,
                 .person_id = line.person_id,
                 .name = line.name,
                 .sex = line.sex,
                 .age = age_on(line.born_on, line.died_on.value_or(today)),
                 .ethnic = ethnic_label(line.ethnic_code, line.ethnic_text),
                 .id_number = {},
                 .phone = {},
                 .political = line.political,
                 .status = line.status,
                 .village = line.village_code,
                 .village_name = line.village_name,
                 .group = in_group ? std::optional(line.unit_id) : std::nullopt,
                 .group_name = in_group ? std::optional(line.unit_name) : std::nullopt,
                 .household = line.household_id,
                 .household_number = line.household_number,
                 .kinship = line.kinship,
                 .departure = line.departure,
                 .left_on = line.left_on,
                 .version = line.version,
                 .restricted = line.restricted_at.has_value(),
                 .is_demo = line.is_demo};
  if (line.id_number_sealed)
    out.id_number = masked_id_number(TRY(vault.open(id_number_place(line.person_id), *line.id_number_sealed)));
  if (line.phone_sealed) out.phone = masked_phone(TRY(vault.open(phone_place(line.id), *line.phone_sealed)));
  return out;
}

Result<PersonList> list_of(const vault::Vault& vault, Date today, std::vector<RecordLine> lines, std::int64_t limit) {
  PersonList list;
  const bool more = static_cast<std::int64_t>(lines.size()) > limit;
  if (more) lines.resize(static_cast<std::size_t>(limit));
  if (more) list.next = lines.back().id;
  for (const auto& line : lines) list.people.push_back(TRY(line_of(vault, today, line)));
  return list;
}

Result<PersonDetail> detail_of(db::Reader& reader, const vault::Vault& vault, Date today, const RecordLine& line) {
  auto person = TRY(line_of(vault, today, line));
  auto also = TRY(also_in(reader, line));
  auto keeper = TRY(kept_by(reader, line));
  PersonDetail detail{.person = std::move(person),
                      .ethnic_code = line.ethnic_code,
                      .ethnic_text = line.ethnic_text,
                      .born_on = {},
                      .arrival = line.arrival,
                      .since = line.since,
                      .also = std::move(also),
                      .may_change = false,
                      .kept_by = std::move(keeper),
                      .deaths_elsewhere = {},
                      .kept = {},
                      .warnings = {}};
  if (!line.left_on && !line.died_on && !detail.kept_by) detail.deaths_elsewhere = TRY(deaths_elsewhere(reader, line));
  if (!line.id_number_sealed)
    detail.born_on = line.born_on;
  else if (line.since == line.born_on)
    detail.since.reset();
  return detail;
}

Result<PeopleFigures> figures(db::Reader& reader, const units::UnitSummary& unit, Date today, Date from, Date to) {
  Counting counting(reader, unit);
  PeopleFigures out;
  out.at = unit.code;
  out.name = unit.name;
  out.people = TRY(counting.count("DISTINCT p.id"));
  out.households = TRY(counting.count("DISTINCT r.household_id"));
  out.by_status = each_of<Status>(TRY(counting.by("r.status", "*")));
  out.by_sex = each_of<Sex>(TRY(counting.by("p.sex", "DISTINCT p.id")));
  out.by_age = TRY(ages(counting, today));
  out.by_ethnic = TRY(ethnic_counts(counting));
  out.increases = each_of<Arrival>(TRY(counting.events("arrival", "since", from, to)));
  out.increases.erase(out.increases.begin());  // first recorded: no increase
  out.decreases = each_of<Departure>(TRY(counting.events("departure", "left_on", from, to)));
  out.below = TRY(counts_below(reader, unit));
  return out;
}

}  // namespace gulou::people
