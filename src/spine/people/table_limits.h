// Internal to people: a table as it grows, row by row, within limits.
#pragma once

#include <utility>

#include "spine/people/table_errors.h"
#include "spine/people/table_file.h"

namespace gulou::people {

class TableWithinLimits {
 public:
  // Errors: "table_rows", "table_content".
  Result<void> add(TableRow row) {
    if (table_.rows.size() == most_table_rows) return fail(too_many_rows());
    cells_ += row.cells.size();
    for (const auto& cell : row.cells) text_bytes_ += cell.size();
    if (cells_ > most_table_cells || text_bytes_ > most_table_text_bytes) return fail(table_content());
    table_.rows.push_back(std::move(row));
    return {};
  }
  TableFile take() { return std::move(table_); }

 private:
  TableFile table_;
  std::size_t cells_ = 0;
  std::size_t text_bytes_ = 0;
};

}  // namespace gulou::people
