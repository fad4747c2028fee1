#include "spine/people/store.h"

#include <fmt/format.h>

namespace gulou::people {
namespace {

constexpr std::string_view select_person =
    "SELECT id, name, folded_name, sex, ethnic_code, ethnic_text, born_on, id_number_sealed, id_number_index, "
    "political, died_on, version, created_at, is_demo, restricted_at, erased_at, died_in FROM person ";
constexpr std::string_view select_record =
    "SELECT id, person_id, village_id, unit_id, county_id, status, household_id, kinship, phone_sealed, phone_index, "
    "arrival, since, departure, left_on, version, changed_at, is_demo FROM person_record ";

}  // namespace

const db::Table person_table{
    .name = "person",
    .row = &type_of<PersonRow>,
    .primary_key = "id",
    .indexes = {{"person_id_number", "id_number_index", true}, {"person_name", "folded_name"}}};

// That a person is registered in one village only, is in a village once, and that a household has one head, holds for
// records that have not ended.
const db::Table record_table{
    .name = "person_record",
    .row = &type_of<RecordRow>,
    .primary_key = "id",
    .foreign_keys = {{"person_id", "person(id)"},
                     {"village_id", "unit(id)"},
                     {"unit_id", "unit(id)"},
                     {"household_id", "household(id)"}},
    .indexes = {{"person_record_registered", "person_id", true, "left_on IS NULL AND status <> 'lives_here'"},
                {"person_record_once", "person_id, village_id", true, "left_on IS NULL"},
                {"person_record_head", "household_id", true, "left_on IS NULL AND kinship = 'head'"},
                {"person_record_village", "village_id, id"},
                {"person_record_unit", "unit_id"},
                {"person_record_phone", "phone_index"},
                {"person_record_household", "household_id, id"},
                {"person_record_person", "person_id"}}};

const db::Table household_table{.name = "household",
                                .row = &type_of<HouseholdRow>,
                                .primary_key = "id",
                                .foreign_keys = {{"village_id", "unit(id)"}, {"unit_id", "unit(id)"}},
                                .indexes = {{"household_number", "village_id, number", true}}};

const db::Table tie_table{
    .name = "person_tie",
    .row = &type_of<TieRow>,
    .primary_key = "id",
    .foreign_keys = {{"person_id", "person(id)"}, {"other_id", "person(id)"}, {"village_id", "unit(id)"}},
    .indexes = {{"person_tie_once", "person_id, other_id, kind", true, "ended_on IS NULL"},
                {"person_tie_other", "other_id"}}};

const db::Table change_table{.name = "person_change",
                             .row = &type_of<ChangeRow>,
                             .primary_key = "id",
                             .foreign_keys = {{"record_id", "person_record(id)"}},
                             .indexes = {{"person_change_record", "record_id, id"}}};

const db::Table look_table{.name = "person_look",
                           .row = &type_of<LookRow>,
                           .primary_key = "id",
                           .foreign_keys = {{"record_id", "person_record(id)"}, {"village_id", "unit(id)"}},
                           .indexes = {{"person_look_account", "account_id, at"},
                                       {"person_look_record", "record_id, id"},
                                       {"person_look_village", "village_id, id"}}};

const db::Table found_table{.name = "person_found",
                            .row = &type_of<FoundRow>,
                            .primary_key = "id",
                            .foreign_keys = {{"record_id", "person_record(id)"}},
                            .indexes = {{"person_found_record", "record_id, id"}}};

std::vector<db::Migration> migrations() {
  return {{.module = "people",
           .number = 1,
           .description = "persons, households, what villages keep of them, and who looked",
           .steps = {db::CreateTable{&person_table}, db::CreateTable{&household_table}, db::CreateTable{&record_table},
                     db::CreateTable{&tie_table}, db::CreateTable{&change_table}, db::CreateTable{&look_table}}}};
}

std::vector<db::Migration> rights_migrations() {
  return {{.module = "people",
           .number = 3,
           .description = "people whose data are restricted or erased",
           .steps = {db::AddColumn{&person_table, "restricted_at"}, db::AddColumn{&person_table, "erased_at"}}},
          {.module = "people",
           .number = 4,
           .description = "who was found by a whole number",
           .steps = {db::CreateTable{&found_table}}},
          {.module = "people",
           .number = 5,
           .description = "by which record a death was entered; numbers that were typed and known",
           .steps = {db::AddColumn{&person_table, "died_in"}, db::AddColumn{&look_table, "met"},
                     db::AddColumn{&look_table, "uncounted"}}}};
}

std::vector<vault::SealedColumn> sealed_columns() {
  return {{"person", "id_number_sealed", "id_number_index", std::string(id_number_purpose)},
          {"person_record", "phone_sealed", "phone_index", std::string(phone_purpose)},
          {"person_import", "content_sealed"}};
}

const std::string_view select_lines =
    "SELECT r.id, r.person_id, p.name, p.sex, p.ethnic_code, p.ethnic_text, p.born_on, p.id_number_sealed, "
    "p.political, p.died_on, r.status, r.village_id, coalesce(c.code, '') AS village_code, v.name AS village_name, "
    // A group of a village that is no more is told from the successor's own by its village's name.
    "r.unit_id, CASE WHEN u.path >= v.path AND u.path < v.path || '~' THEN u.name "
    "ELSE coalesce((SELECT w.name FROM unit w WHERE w.id = u.parent_id), '') || u.name END AS unit_name, "
    "r.household_id, h.number AS household_number, r.kinship, r.phone_sealed, "
    "r.arrival, r.since, r.departure, r.left_on, r.version + p.version AS version, r.is_demo, p.restricted_at "
    "FROM person_record r JOIN person p ON p.id = r.person_id JOIN unit v ON v.id = r.village_id "
    "JOIN unit u ON u.id = r.unit_id LEFT JOIN unit_code c ON c.unit_id = v.id AND c.valid_to IS NULL "
    "LEFT JOIN household h ON h.id = r.household_id ";

Error no_such_person() {
  return not_found_error({"没有这个人，或不在您的管辖范围内。", "There is no such person, or not within your unit."});
}

Result<std::optional<PersonRow>> person_by_id(db::Reader& reader, const Id& id) {
  return reader.first<PersonRow>(fmt::format("{}WHERE id = $1", select_person), id);
}

Result<std::optional<PersonRow>> person_by_number(db::Reader& reader, const std::vector<std::string>& indexes) {
  for (const auto& index : indexes)
    if (auto found = TRY(reader.first<PersonRow>(fmt::format("{}WHERE id_number_index = $1", select_person), index)))
      return found;
  return std::optional<PersonRow>();
}

Result<RecordRow> record_by_id(db::Reader& reader, const Id& id) {
  auto found = TRY(reader.first<RecordRow>(fmt::format("{}WHERE id = $1", select_record), id));
  if (!found) return fail(no_such_person());
  return std::move(*found);
}

Result<std::vector<RecordRow>> current_records(db::Reader& reader, const Id& person) {
  return reader.all<RecordRow>(fmt::format("{}WHERE person_id = $1 AND left_on IS NULL ORDER BY id", select_record),
                               person);
}

Result<std::vector<Namesake>> namesakes(db::Reader& reader, const Id& village, const std::string& folded_name) {
  return reader.all<Namesake>(
      "SELECT p.id, p.id_number_sealed FROM person p JOIN person_record r ON r.person_id = p.id "
      "WHERE p.folded_name = $2 AND p.id_number_sealed IS NOT NULL AND r.village_id = $1 AND r.left_on IS NULL",
      village, folded_name);
}

Result<std::vector<RecordRow>> records_ended_by_death(db::Reader& reader, const Id& person) {
  return reader.all<RecordRow>(fmt::format("{}WHERE person_id = $1 AND departure = 'death' ORDER BY id", select_record),
                               person);
}

Result<std::optional<RecordRow>> newest_record(db::Reader& reader, const Id& person) {
  return reader.first<RecordRow>(fmt::format("{}WHERE person_id = $1 ORDER BY id DESC LIMIT 1", select_record), person);
}

Result<std::vector<RecordRow>> current_records_of_village_people(db::Reader& reader, const Id& village) {
  return reader.all<RecordRow>(
      fmt::format(
          "{}WHERE left_on IS NULL AND person_id IN (SELECT o.person_id FROM person_record o WHERE o.village_id "
          "= $1 AND o.left_on IS NULL) AND person_id IN (SELECT e.person_id FROM person_record e WHERE "
          "e.village_id <> $1 AND e.left_on IS NULL) ORDER BY id",
          select_record),
      village);
}

Result<std::optional<HouseholdRow>> household_by_id(db::Reader& reader, const Id& id) {
  return reader.first<HouseholdRow>(
      "SELECT id, village_id, unit_id, county_id, number, address, version, is_demo FROM household WHERE id = $1", id);
}

}  // namespace gulou::people
