// Taking a file out of the house: who wants it says what for, and is written down with it (SEC-58; 政务数据共享条例,
// PIPL 23 and 25). One entry of the journal, "documents.export", in the transaction that reads what is taken; its
// number is printed in the file.
//
// A workbook is answered to the request that states the purpose. A paper is a page that a browser opens and prints, and
// an address is no place to state a purpose in: it stands in logs and histories. So the purpose is stated first
// (POST, the number comes back), and the page is opened with that number, by the same account, within a quarter of an
// hour.
//
// Of what approval.h says needs a second person, nothing leaves without an agreed request.
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
#include "spine/module.h"

namespace gulou::documents {

inline constexpr std::size_t shortest_export_note = 4;  // characters
inline constexpr std::int64_t export_page_minutes = 15;

// What whoever exports says.
struct ExportWanted {
  Purpose purpose = Purpose::other;
  std::string note;
  std::optional<Id> approval = {};  // the request that a second person agreed to
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
  // Of what is about people: which part of the whole it is ("" for the whole), and how many rows the whole has.
  std::string part = {};
  std::int64_t whole_rows = 0;
  std::string address = {};  // of papers: path and query, without the number; else the route
  // What a second person agrees to: in words, and as it is asked for (JSON, without purpose and note).
  Text what = {};
  std::string parameters = {};
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
  std::string approver;  // shown name and post, as they were; empty: nobody had to agree
  std::string object_kind;
  std::optional<Id> unit_id;
  std::string part;
  std::int64_t rows = 0;
};

constexpr auto describe(Tag<ExportRow>) {
  return object("DocumentExport", "A file that was taken out of the house",
                field<&ExportRow::number>("number", "Of the journal's entry"), field<&ExportRow::at>("at", "When"),
                field<&ExportRow::account_id>("account_id", "Who"),
                field<&ExportRow::requester>("requester", "Shown name and post, as they were"),
                field<&ExportRow::data_class>("data_class", "How carefully it is to be handled"),
                field<&ExportRow::purpose>("purpose", "What for"), field<&ExportRow::note>("note", "In words"),
                field<&ExportRow::address>("address", "Of papers: the page that may be opened"),
                field<&ExportRow::approver>("approver", "Who agreed; empty if nobody had to").added_in(3),
                field<&ExportRow::object_kind>("object_kind", "Of what").added_in(3),
                field<&ExportRow::unit_id>("unit_id", "Whom it concerns").added_in(3),
                field<&ExportRow::part>("part", "Which part of the whole; empty for all").added_in(3),
                field<&ExportRow::rows>("rows", "How many lines").added_in(3));
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

// Errors: invalid_fields "/note" "too_short", "personal_number", "/purpose" "own_copy" (which is taken on the own
// page).
Result<void> check_wanted(const ExportWanted& wanted);
// Who this is, for the mark: shown name and post.
Result<std::string> name_and_post(db::Reader& reader, const access::Caller& caller);
net::DataClass class_named(std::string_view name);  // sensitive for what is none

// Notes the export, and uses up the request that was agreed to, if one is named. Errors: those of check_wanted;
// forbidden "approval_wanted" for what needs a second person (approval.h) and names no request; those of agreed_to.
Result<ExportMark> note_export(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                               const Export& what, const ExportWanted& wanted);
// The address with the export's number.
ExportedPaper paper_of(const Export& what, const ExportMark& mark);
// The mark of a page that is being opened: its query names the export. Error forbidden "purpose_wanted", naming
// "/purpose", for one that is not the caller's, of another page, or older.
Result<ExportMark> opened_export(db::Reader& reader, const Clock& clock, const net::Request& request);

}  // namespace gulou::documents
