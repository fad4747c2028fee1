// The declaration of what residents ask: its table, states and actions, and who may do them.
#include "modules/residents/own.h"
#include "modules/residents/request.h"

namespace gulou::residents {

using workflow::Where;

const db::Table request_table{
    .name = "resident_request",
    .row = &type_of<RequestRow>,
    .primary_key = "id",
    .foreign_keys = {{"unit_id", "unit(id)"}, {"person_id", "person(id)"}, {"record_id", "person_record(id)"}},
    .indexes = {{"resident_request_unit", "unit_id, state"}, {"resident_request_person", "person_id, id"}}};

std::vector<vault::SealedColumn> sealed_columns() {
  return {{"resident_request", "wanted_sealed"}, {"resident_request", "why_sealed"}};
}

Text label(RequestKind kind) {
  switch (kind) {
    case RequestKind::correction:
      return {"更正", "correction"};
    case RequestKind::erasure:
      return {"删除", "erasure"};
    case RequestKind::restriction:
      return {"限制处理", "restriction"};
  }
  return {};
}

const workflow::Machine& request_machine() {
  static const workflow::Machine machine{
      .object_kind = "residents.request",
      .name = {"居民的请求", "resident's request"},
      .table = "resident_request",
      .initial = "submitted",
      .states = {{"submitted", {"待答复", "Waiting"}},
                 {"agreed", {"已同意，待另一人确认", "Agreed; waits for another person"}},
                 {"corrected", {"已更正", "Corrected"}},
                 {"erased", {"已办理删除", "Erasure carried out"}},
                 {"restricted", {"已限制处理", "Restricted"}},
                 {"refused", {"不同意", "Refused"}},
                 {"withdrawn", {"本人已撤回", "Taken back"}},
                 {"lifted", {"已解除限制", "Restriction lifted"}}},
      .actions = {{.name = "correct",
                   .label = {"同意更正", "Correct"},
                   .done = {"同意并更正了名册", "agreed, and corrected the register"},
                   .from = {"submitted"},
                   .to = "corrected",
                   .permission = std::string(requests_answer)},
                  {.name = "erase",
                   .label = {"同意删除", "Agree to erase"},
                   .done = {"同意删除，等另一人确认", "agreed to the erasure"},
                   .from = {"submitted"},
                   .to = "agreed",
                   .permission = std::string(requests_erase),
                   .where = Where::own_or_above},
                  {.name = "confirm",
                   .label = {"确认删除", "Confirm the erasure"},
                   .done = {"确认并删除了可以删除的", "confirmed it, and erased what could be"},
                   .from = {"agreed"},
                   .to = "erased",
                   .permission = std::string(requests_erase),
                   .where = Where::own_or_above,
                   .other_than = "erase"},
                  {.name = "decline",
                   .label = {"不确认", "Do not confirm"},
                   .done = {"没有确认删除", "did not confirm the erasure"},
                   .from = {"agreed"},
                   .to = "refused",
                   .permission = std::string(requests_erase),
                   .where = Where::own_or_above,
                   .asks_reason = true,
                   .other_than = "erase"},
                  {.name = "restrict",
                   .label = {"同意限制处理", "Restrict"},
                   .done = {"同意并限制了处理", "agreed, and restricted it"},
                   .from = {"submitted"},
                   .to = "restricted",
                   .permission = std::string(requests_answer)},
                  {.name = "refuse",
                   .label = {"不同意", "Refuse"},
                   .done = {"没有同意", "refused"},
                   .from = {"submitted"},
                   .to = "refused",
                   .permission = std::string(requests_answer),
                   .asks_reason = true},
                  {.name = "withdraw",
                   .label = {"撤回", "Take back"},
                   .done = {"本人撤回了请求", "took the request back"},
                   .from = {"submitted", "agreed"},
                   .to = "withdrawn",
                   .permission = std::string(residents_own)},
                  {.name = "lift",
                   .label = {"解除限制", "Lift the restriction"},
                   .done = {"本人解除了限制", "lifted the restriction"},
                   .from = {"restricted"},
                   .to = "lifted",
                   .permission = std::string(residents_own)}}};
  return machine;
}

std::vector<access::Permission> request_permissions() {
  using access::Role;
  return {{.name = std::string(requests_read),
           .allows = {"查看居民更正、删除、限制处理的请求", "See what residents ask to correct, erase or restrict"},
           .roles = {Role::village_committee, Role::township}},
          {.name = std::string(requests_answer),
           .allows = {"答复本村居民的请求", "Answer what residents of the own village ask"},
           .roles = {Role::village_committee}},
          {.name = std::string(requests_erase),
           .allows = {"同意、确认依请求删除居民的个人信息",
                      "Agree to and confirm the erasure of what is kept of a resident who asks for it"},
           .roles = {Role::village_committee, Role::township}}};
}

}  // namespace gulou::residents
