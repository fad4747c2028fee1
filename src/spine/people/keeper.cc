#include "spine/people/keeper.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "spine/journal/journal.h"

namespace gulou::people {

const RecordRow* keeper_among(std::span<const RecordRow> records) {
  const auto registered = std::ranges::find_if(records, [](const auto& each) { return is_registered(each.status); });
  if (registered != records.end()) return &*registered;
  return records.empty() ? nullptr : &records.front();
}

bool is_of_person(std::string_view field) {
  static constexpr std::array<std::string_view, 7> fields = {"name",      "sex",     "ethnic_code", "ethnic_text",
                                                             "id_number", "born_on", "political"};
  return std::ranges::find(fields, field) != fields.end();
}

std::vector<std::string> of_person(const std::vector<std::string>& fields) {
  std::vector<std::string> out;
  std::ranges::copy_if(fields, std::back_inserter(out), &is_of_person);
  return out;
}

Error kept_elsewhere(const std::vector<std::string>& fields, const std::string& village, const std::string& at) {
  const Text message{
      fmt::format("此人的姓名、身份证号码、民族、政治面貌和死亡由{}登记，本村只能改自己的登记。", village),
      fmt::format("Name, ID number, ethnic group, political status and death of this person are kept by "
                  "{}; this village changes its own record only.",
                  village)};
  Error error{.kind = ErrorKind::refused_by_rule, .code = "kept_elsewhere", .message = message};
  for (const auto& field : fields) error.fields.push_back({at + "/" + field, "kept_elsewhere", message});
  return error;
}

std::vector<std::string> otherwise_kept(const Facts& typed, const PersonRow& kept) {
  std::vector<std::string> out;
  if (typed.name != kept.name) out.emplace_back("name");
  if (typed.ethnic_code != kept.ethnic_code) out.emplace_back("ethnic_code");
  if (typed.ethnic_code == kept.ethnic_code && typed.ethnic_text != kept.ethnic_text) out.emplace_back("ethnic_text");
  if (typed.political != Political::unknown && typed.political != kept.political) out.emplace_back("political");
  return out;
}

void take_as_kept(PersonFields& typed, Facts& facts, const Known& kept) {
  const auto& person = kept.person;
  typed.name = facts.name = person.name;
  facts.folded_name = person.folded_name;
  typed.sex = facts.sex = person.sex;
  typed.ethnic_code = facts.ethnic_code = person.ethnic_code;
  typed.ethnic_text = facts.ethnic_text = person.ethnic_text;
  typed.born_on = facts.born_on = person.born_on;
  typed.id_number = facts.id_number = kept.id_number;
  typed.political = facts.political = person.political;
  facts.warnings.clear();
}

Result<void> enter(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                   const RecordRow& record, std::string_view action, const std::vector<std::string>& fields,
                   std::vector<journal::PersonalValue> personal) {
  auto names = json::Value::list();
  for (const auto& each : fields) names.add(each);
  const auto entry = TRY(journal::record(tx, context.clock, access::actor_of(caller),
                                         {.action = std::string(action),
                                          .object_kind = "person",
                                          .object_id = record.id.text(),
                                          .unit_id = record.village_id,
                                          .county_id = record.county_id,
                                          .detail = json::Value::object().set("fields", std::move(names)),
                                          .personal = std::move(personal)}));
  return note_change(tx, caller, context.clock.now(), record.id, action, fields, entry);
}

Result<void> enter_elsewhere(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                             std::span<const RecordRow> records, const Id& except, std::string_view action,
                             const std::vector<std::string>& fields) {
  for (const auto& record : records)
    if (record.id != except) TRY(enter(tx, context, caller, record, action, fields));
  return {};
}

}  // namespace gulou::people
