#include "modules/residents/joined.h"

#include "base/error.h"

namespace gulou::residents {

const db::Table resident_table{.name = "resident",
                               .row = &type_of<Resident>,
                               .primary_key = "account_id",
                               .foreign_keys = {{"account_id", "account(id)"}, {"person_id", "person(id)"}},
                               .indexes = {{"resident_person", "person_id", true}}};

Result<std::optional<Id>> joined_account(db::Reader& reader, const Id& person) {
  const auto found = TRY(reader.first<Resident>(
      "SELECT account_id, person_id, record_id, joined_at FROM resident WHERE person_id = $1", person));
  return found ? std::optional(found->account_id) : std::nullopt;
}

Result<Resident> resident_of(db::Reader& reader, const access::Caller& caller) {
  auto found = caller.account_id
                   ? TRY(reader.first<Resident>(
                         "SELECT account_id, person_id, record_id, joined_at FROM resident WHERE account_id = $1",
                         *caller.account_id))
                   : std::optional<Resident>();
  if (!found)
    return fail({.kind = ErrorKind::not_found,
                 .code = "not_joined",
                 .message = {"这个账号没有与名册里的人对应。", "This account belongs to nobody of the register."}});
  return std::move(*found);
}

}  // namespace gulou::residents
