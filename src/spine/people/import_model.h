// Imports of rolls, as they are stored and as the API shows them.
#pragma once

#include "spine/people/roll.h"

namespace gulou::people {

enum class ImportState { preview, done, discarded, expired };

constexpr auto describe(Tag<ImportState>) {
  return enumeration("ImportState", "待确认，已导入，已放弃，已过期", named(ImportState::preview, "preview"),
                     named(ImportState::done, "done"), named(ImportState::discarded, "discarded"),
                     named(ImportState::expired, "expired"));
}

// A row of `person_import`. What was sent is kept, sealed, until the clerk agrees or a day has passed.
struct ImportRow {
  Id id;
  Id village_id;
  std::optional<Id> county_id;
  std::optional<Id> account_id;
  ImportState state = ImportState::preview;
  Instant sent_at;
  std::optional<std::string> content_sealed;
  std::int64_t rows = 0;
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t unchanged = 0;
  std::int64_t faulty = 0;
};

constexpr auto describe(Tag<ImportRow>) {
  return object("StoredPersonImport", "A roll that was sent", field<&ImportRow::id>("id", "Id"),
                field<&ImportRow::village_id>("village_id", "For which village"),
                field<&ImportRow::county_id>("county_id", "County of the village"),
                field<&ImportRow::account_id>("account_id", "Who sent it"),
                field<&ImportRow::state>("state", "What became of it"), field<&ImportRow::sent_at>("sent_at", "When"),
                field<&ImportRow::content_sealed>("content_sealed", "The file, sealed; gone when it is over"),
                field<&ImportRow::rows>("rows", "Rows"), field<&ImportRow::added>("added", "New people"),
                field<&ImportRow::changed>("changed", "People who are kept otherwise from then on"),
                field<&ImportRow::unchanged>("unchanged", "People who stay as they are"),
                field<&ImportRow::faulty>("faulty", "Rows that cannot be imported"));
}

struct RowChange {
  std::int64_t line = 0;
  std::string name;
  std::vector<std::string> fields;
  std::vector<std::string> kept;
};

constexpr auto describe(Tag<RowChange>) {
  return object("RowChange", "Somebody who is known already: what becomes another, and what stays",
                field<&RowChange::line>("line", "As the spreadsheet counts"), field<&RowChange::name>("name", "Name"),
                field<&RowChange::fields>("fields", "Which fields"),
                field<&RowChange::kept>(
                    "kept", "Fields that the table has otherwise, and that stay as another village keeps them"));
}

struct ImportNotice {
  std::string rule;
  std::string zh;
  std::string en;
};

constexpr auto describe(Tag<ImportNotice>) {
  return object("ImportNotice", "Of the village, not of a row; no reason to refuse",
                field<&ImportNotice::rule>("rule", "\"no_head\", \"absent\""),
                field<&ImportNotice::zh>("zh", "In Chinese"), field<&ImportNotice::en>("en", "In English"));
}

inline constexpr std::size_t most_shown = 2000;

struct ImportAnswer {
  Id id;
  std::string village;
  std::string village_name;
  ImportState state = ImportState::preview;
  Instant sent_at;
  Instant expires_at;
  std::int64_t rows = 0;
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t unchanged = 0;
  std::int64_t faulty = 0;
  std::vector<RowFault> faults;
  std::vector<RowChange> changes;
  std::vector<RowFault> warnings;
  std::vector<ImportNotice> notices = {};
  bool more = false;
  std::vector<std::string> ignored_columns;
  std::string sheet = {};
  std::vector<std::string> other_sheets = {};
  std::string digest;
};

constexpr auto describe(Tag<ImportAnswer>) {
  return object(
      "PersonImport", "A roll that was sent, and what importing it does", field<&ImportAnswer::id>("id", "Id"),
      field<&ImportAnswer::village>("village", "12-digit code"),
      field<&ImportAnswer::village_name>("village_name", "Name of the village"),
      field<&ImportAnswer::state>("state", "Nothing is imported while it is a preview"),
      field<&ImportAnswer::sent_at>("sent_at", "When it came"),
      field<&ImportAnswer::expires_at>("expires_at", "A preview is forgotten then"),
      field<&ImportAnswer::rows>("rows", "Rows below the heading"), field<&ImportAnswer::added>("added", "New people"),
      field<&ImportAnswer::changed>("changed", "People who are kept otherwise from then on"),
      field<&ImportAnswer::unchanged>("unchanged", "People who stay as they are"),
      field<&ImportAnswer::faulty>("faulty", "Rows that cannot be imported"),
      field<&ImportAnswer::faults>("faults", "Each fault of a row, in their order"),
      field<&ImportAnswer::changes>("changes", "Each person who is known and changes, or stays otherwise"),
      field<&ImportAnswer::warnings>("warnings", "What is worth a second look and no reason to refuse"),
      field<&ImportAnswer::notices>("notices", "Households that would have no head; who is registered and not in it"),
      field<&ImportAnswer::more>("more", "There are more faults, changes or warnings than are shown (2,000 each)"),
      field<&ImportAnswer::ignored_columns>("ignored_columns", "Titles that mean nothing here"),
      field<&ImportAnswer::sheet>("sheet", "Name of the sheet that was read; empty if the file has no others"),
      field<&ImportAnswer::other_sheets>("other_sheets", "Sheets of the file that were not read (50 at most)"),
      field<&ImportAnswer::digest>(
          "digest", "Stands for what would become of each row; to be given when agreeing. Empty when over"));
}

struct ConfirmImport {
  std::string digest;
  bool without_faulty = false;
};

constexpr auto describe(Tag<ConfirmImport>) {
  return object("ConfirmImport", "The clerk agrees to what the preview said",
                field<&ConfirmImport::digest>("digest", "Of the preview that was looked at").max_length(200),
                field<&ConfirmImport::without_faulty>(
                    "without_faulty", "Leave faulty rows out; else nothing is imported if there are any"));
}

}  // namespace gulou::people
