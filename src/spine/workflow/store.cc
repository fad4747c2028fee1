#include "spine/workflow/store.h"

namespace gulou::workflow {

const db::Table step_table{.name = "workflow_step",
                           .row = &type_of<Step>,
                           .primary_key = "id",
                           .indexes = {{"workflow_step_of_object", "object_id, id"}}};
const db::Table kept_answer_table{.name = "kept_answer",
                                  .row = &type_of<KeptAnswer>,
                                  .primary_key = "caller, key",
                                  .indexes = {{"kept_answer_by_age", "at"}, {"kept_answer_id", "id", true}}};

std::vector<db::Migration> migrations() {
  return {{.module = "workflow",
           .number = 1,
           .description = "steps of objects, and answers kept for repeated requests",
           .steps = {db::CreateTable{&step_table}, db::CreateTable{&kept_answer_table}}},
          // They lived two days and stood in clear: dropped, not sealed.
          {.module = "workflow",
           .number = 2,
           .description = "kept answers are sealed",
           .steps = {db::Statement{"DROP TABLE kept_answer"}, db::CreateTable{&kept_answer_table}}},
          {.module = "workflow",
           .number = 3,
           .description = "answers that hold a secret are kept for minutes",
           .steps = {db::AddColumn{&kept_answer_table, "secret_until"}}}};
}

std::vector<vault::SealedColumn> sealed_columns() { return {{"kept_answer", "body_sealed"}}; }

}  // namespace gulou::workflow
