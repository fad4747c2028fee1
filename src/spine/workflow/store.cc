#include "spine/workflow/store.h"

namespace gulou::workflow {

const db::Table step_table{.name = "workflow_step",
                           .row = &type_of<Step>,
                           .primary_key = "id",
                           .indexes = {{"workflow_step_of_object", "object_id, id"}}};
const db::Table kept_answer_table{.name = "kept_answer",
                                  .row = &type_of<KeptAnswer>,
                                  .primary_key = "caller, key",
                                  .indexes = {{"kept_answer_by_age", "at"}}};

std::vector<db::Migration> migrations() {
  return {{.module = "workflow",
           .number = 1,
           .description = "steps of objects, and answers kept for repeated requests",
           .steps = {db::CreateTable{&step_table}, db::CreateTable{&kept_answer_table}}}};
}

}  // namespace gulou::workflow
