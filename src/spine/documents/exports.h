// Taking a file out of the house: who wants it says what for, and is written down with it (SEC-58; 政务数据共享条例,
// PIPL 23 and 25). One entry of the journal, "documents.export", in the transaction that reads what is taken; its
// number is printed in the file.
//
// A workbook is answered to the request that states the purpose. A paper is a page that a browser opens and prints, and
// an address is no place to state a purpose in: it stands in logs and histories. So the purpose is stated first
// (POST, the number comes back), and the page is opened with that number, by the same account, within a quarter of an
// hour.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "db/database.h"
#include "db/schema.h"
#include "spine/access/caller.h"
#include "spine/documents/export_mark.h"

namespace gulou::documents {

inline constexpr std::size_t shortest_export_note = 4;  // characters
inline constexpr std::int64_t export_page_minutes = 15;

// What whoever exports says.
struct ExportWanted {
  Purpose purpose = Purpose::other;
  std::string note;
};

constexpr auto describe(Tag<ExportWanted>) {
  return object("ExportWanted", "What a file is wanted for; printed in it",
                field<&ExportWanted::purpose>("purpose", "What for"),
                field<&ExportWanted::note>("note", "The same in words: which meeting, who asked").max_length(60));
}

// What leaves.
struct Export {
  net::DataClass data = net::DataClass::internal;
  std::string form;         // "xlsx", "paper", "json"
  std::string object_kind;  // "plan.circular"
  std::string object_id = {};
  std::optional<Id> unit_id = {};  // whom it concerns
  std::optional<Id> county_id = {};
  std::int64_t rows = 0;
  std::string address = {};  // of papers: path and query, without the number
};

// A row of `document_export`.
struct ExportRow {
  std::int64_t number = 0;
  Instant at;
  std::optional<Id> account_id;
  std::string requester;
  std::string data_class;
  Purpose purpose = Purpose::other;
  std::string note;
  std::string address;
};

constexpr auto describe(Tag<ExportRow>) {
  return object("DocumentExport", "A file that was taken out of the house",
                field<&ExportRow::number>("number", "Of the journal's entry"), field<&ExportRow::at>("at", "When"),
                field<&ExportRow::account_id>("account_id", "Who"),
                field<&ExportRow::requester>("requester", "Shown name and post, as they were"),
                field<&ExportRow::data_class>("data_class", "How carefully it is to be handled"),
                field<&ExportRow::purpose>("purpose", "What for"), field<&ExportRow::note>("note", "In words"),
                field<&ExportRow::address>("address", "Of papers: the page that may be opened"));
}

extern const db::Table export_table;

// That a paper may be opened now.
struct ExportedPaper {
  std::int64_t number = 0;
  std::string address;
};

constexpr auto describe(Tag<ExportedPaper>) {
  return object("ExportedPaper", "A page that may be opened and printed now",
                field<&ExportedPaper::number>("number", "Printed on it; the journal's entry"),
                field<&ExportedPaper::address>("address", "Where it is, for a quarter of an hour"));
}

// Notes the export. Errors: invalid_fields "/note" "too_short", "/purpose" "own_copy" (which is taken on
// the own page).
Result<ExportMark> note_export(db::Transaction& tx, const Clock& clock, const access::Caller& caller,
                               const Export& what, const ExportWanted& wanted);
// The address with the export's number.
ExportedPaper paper_of(const Export& what, const ExportMark& mark);
// The mark of a page that is being opened: its query names the export. Error forbidden "purpose_wanted", naming
// "/purpose", for one that is not the caller's, of another page, or older.
Result<ExportMark> opened_export(db::Reader& reader, const Clock& clock, const net::Request& request);

}  // namespace gulou::documents
