// Reading the register: lists, search by name, detail, figures. What a caller may see was judged before.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/database.h"
#include "spine/module.h"
#include "spine/people/api_model.h"
#include "spine/people/store.h"

namespace gulou::people {

inline constexpr std::int64_t people_per_answer = 200;

struct PeopleFilter {
  std::string subtree;  // path
  std::optional<Id> after = {};
  std::optional<Id> group = {};
  std::optional<Id> household = {};
  std::optional<Status> status = {};
  std::optional<Sex> sex = {};
  std::optional<Political> political = {};
  std::string ethnic_code = {};
  std::optional<std::int64_t> age_from = {};
  std::optional<std::int64_t> age_to = {};
  bool ended = false;            // those who left or died, instead of those who are here
  std::string folded_name = {};  // a part of the name
  std::int64_t limit = people_per_answer;
};

// Within one village by households, the head first; above it in the order in which they were entered. One more than
// `limit` if there are more.
Result<std::vector<RecordLine>> find_lines(db::Reader& reader, Date today, const PeopleFilter& filter);
// By keyed hashes of an ID number or a telephone number.
enum class NumberColumn { id_number, phone };
Result<std::vector<RecordLine>> find_by_number(db::Reader& reader, const std::string& subtree, NumberColumn column,
                                               const std::vector<std::string>& indexes);
Result<std::optional<RecordLine>> find_line(db::Reader& reader, const Id& record);

// Opens the numbers, and masks them.
Result<PersonLine> line_of(const vault::Vault& vault, Date today, const RecordLine& line);
Result<PersonList> list_of(const vault::Vault& vault, Date today, std::vector<RecordLine> lines, std::int64_t limit);
Result<PersonDetail> detail_of(db::Reader& reader, const vault::Vault& vault, Date today, const RecordLine& line);

// From `from` to `to`, both included, for increases and decreases.
Result<PeopleFigures> figures(db::Reader& reader, const units::UnitSummary& unit, Date today, Date from, Date to);

}  // namespace gulou::people
