// The people of a village as a workbook, to be taken out of the house (SEC-58). Numbers are masked; whole ones only of
// as many people as the account may still look at within the hour, each of them noted as a look, and of nobody who
// asked that their data be kept and not used: the file says how many these are.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "spine/access/caller.h"
#include "spine/documents/exports.h"
#include "spine/documents/spreadsheet.h"
#include "spine/module.h"

namespace gulou::people {

inline constexpr std::size_t most_exported_people = 20'000;

struct ExportRoll {
  std::string village;
  std::optional<Id> group;
  documents::Purpose purpose = documents::Purpose::other;
  std::string note;
  bool whole_numbers = false;
  std::optional<Id> approval = {};
};

constexpr auto describe(Tag<ExportRoll>) {
  return object("ExportRoll", "Which people are wanted as a workbook, and what for",
                field<&ExportRoll::village>("village", "12-digit code"),
                field<&ExportRoll::group>("group", "Only those of a group or hamlet"),
                field<&ExportRoll::purpose>("purpose", "What for; printed in the file"),
                field<&ExportRoll::note>("note", "The same in words: which meeting, who asked").max_length(60),
                field<&ExportRoll::whole_numbers>("whole_numbers", "ID numbers whole, not masked"),
                field<&ExportRoll::approval>("approval", "The request that a second person agreed to"));
}

// Whether the roll may leave with whole numbers, asked before somebody says what for.
struct WholeNumbers {
  std::int64_t numbers = 0;
  std::int64_t left = 0;
  bool may = false;
  std::string refused_zh;
  std::string refused_en;
};

constexpr auto describe(Tag<WholeNumbers>) {
  return object("WholeNumbers", "Whether a roll may leave with whole ID numbers now",
                field<&WholeNumbers::numbers>("numbers", "Whole numbers that would stand in it"),
                field<&WholeNumbers::left>("left", "How many the account may still see within the hour"),
                field<&WholeNumbers::may>("may", "No more than that"),
                field<&WholeNumbers::refused_zh>("refused_zh", "Why not, in Chinese; empty: they may"),
                field<&WholeNumbers::refused_en>("refused_en", "Why not, in English"));
}

// Of a village, or of a group in it. Errors: forbidden (people.export, people.look); "/village" "too_many".
Result<WholeNumbers> whole_numbers(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                                   std::string_view village, const std::optional<Id>& group);

// Those who are in the register now, by households. Journal: "documents.export" with their number; for whole numbers a
// row of `person_look` for each. Errors: forbidden (people.export; people.look for whole numbers); invalid_fields
// "/village", "/note"; "/whole_numbers" "too_many" for more people than the account may still look at within the hour;
// "/village" "too_many" beyond 20,000; those of documents::note_export, among them forbidden "approval_wanted".
Result<documents::Workbook> export_roll(const ModuleContext& context, const access::Caller& caller,
                                        const ExportRoll& wanted);
// Files a request for it. Errors: as above, besides "approval_wanted", and those of documents::ask_approval.
Result<Id> ask_for_roll(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                        const ExportRoll& wanted);

}  // namespace gulou::people
