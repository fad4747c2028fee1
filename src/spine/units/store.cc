#include "spine/units/store.h"

#include "spine/units/queries.h"

namespace gulou::units {

const db::Table unit_table{
    .name = "unit",
    .row = &type_of<Unit>,
    .primary_key = "id",
    .foreign_keys = {{"parent_id", "unit(id)"}, {"county_id", "unit(id)"}},
    .indexes = {{"unit_path", "path", true}, {"unit_parent", "parent_id"}, {"unit_name", "name"}}};

const db::Table unit_code_table{.name = "unit_code",
                                .row = &type_of<UnitCode>,
                                .primary_key = "code, valid_from",
                                .foreign_keys = {{"unit_id", "unit(id)"}, {"successor_id", "unit(id)"}},
                                .indexes = {{"unit_code_unit", "unit_id"}}};

const db::Table unit_import_table{.name = "unit_import", .row = &type_of<UnitImport>, .primary_key = "id"};

const db::Table unit_change_table{.name = "unit_change",
                                  .row = &type_of<UnitChange>,
                                  .primary_key = "id",
                                  .foreign_keys = {{"unit_id", "unit(id)"}, {"import_id", "unit_import(id)"}},
                                  .indexes = {{"unit_change_unit", "unit_id, on_date"}}};

std::vector<db::Migration> migrations() {
  return {{"units",
           1,
           "the tree, its codes and its history",
           {db::CreateTable{&unit_table}, db::CreateTable{&unit_code_table}, db::CreateTable{&unit_import_table},
            db::CreateTable{&unit_change_table}}},
          {"units",
           2,
           "the class of town or country of a place",
           {db::AddColumn{&unit_code_table, "urban_rural_class"}, db::AddColumn{&unit_import_table, "reclassified"}}}};
}

namespace {
constexpr std::string_view base36 = "0123456789abcdefghijklmnopqrstuvwxyz";
}

std::string path_segment_of(std::int64_t n) {
  std::string segment(path_segment, '0');
  for (std::size_t i = path_segment; i-- > 0; n /= 36) segment[i] = base36[static_cast<std::size_t>(n % 36)];
  return segment;
}

std::int64_t ordinal_of_segment(std::string_view segment) {
  std::int64_t n = 0;
  for (const char c : segment) n = n * 36 + static_cast<std::int64_t>(base36.find(c));
  return n;
}

}  // namespace gulou::units
