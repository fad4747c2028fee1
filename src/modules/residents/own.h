// What is kept about a resident, for the resident: in their own words and numbers (PIPL 45: to know and to have a
// copy). Not in it: the journal, which has ids and hashes of what stands here, and what somebody else wrote of the
// person in a text.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/describe.h"
#include "base/time.h"
#include "modules/residents/joined.h"
#include "modules/residents/request.h"
#include "spine/access/permission.h"
#include "spine/documents/paper.h"
#include "spine/module.h"

namespace gulou::residents {

inline constexpr std::string_view residents_own = "residents.own";        // what is kept of oneself
inline constexpr std::string_view residents_form = "residents.own.form";  // the same, by forms (access/gate.h)

std::vector<access::Permission> permissions();

// One line of the copy: what it is, and what is kept. Both in the words of the page.
struct KeptFact {
  std::string name;
  std::string value;
};

constexpr auto describe(Tag<KeptFact>) {
  return object("KeptFact", "One thing that is kept", field<&KeptFact::name>("name", "What it is, in Chinese"),
                field<&KeptFact::value>("value", "What is kept; empty: nothing"));
}

// What one village keeps.
struct KeptRecord {
  std::string village_name;
  std::vector<KeptFact> facts;
};

constexpr auto describe(Tag<KeptRecord>) {
  return object("KeptRecord", "What one village keeps of a person",
                field<&KeptRecord::village_name>("village_name", "The village"),
                field<&KeptRecord::facts>("facts", "In the order of the register's form"));
}

// That somebody saw a whole number, found the person by one, or changed something.
struct KeptEvent {
  Instant at;
  std::string what;  // "看了完整的身份证号"
  std::string by;    // the post, no person's name
  std::string why;   // of looks; may be empty
};

constexpr auto describe(Tag<KeptEvent>) {
  return object("KeptEvent", "What was done with what is kept", field<&KeptEvent::at>("at", "When"),
                field<&KeptEvent::what>("what", "What, in Chinese"), field<&KeptEvent::by>("by", "By which post"),
                field<&KeptEvent::why>("why", "For what reason, if one was asked for"));
}

struct OwnCopy {
  std::string name;
  bool whole = false;
  std::vector<KeptFact> person;
  std::vector<KeptRecord> records;
  std::vector<KeptFact> family;
  std::vector<KeptFact> account;
  std::vector<KeptFact> sessions;
  std::vector<KeptFact> slips;
  std::vector<RequestView> requests;
  std::vector<KeptEvent> events;
  Instant made_at;
  std::int64_t number = 0;  // of the journal's entry; 0 for what is only shown
  bool is_demo = false;
};

constexpr auto describe(Tag<OwnCopy>) {
  return object("OwnCopy", "What Gulou keeps of a resident", field<&OwnCopy::name>("name", "Name"),
                field<&OwnCopy::whole>("whole", "Numbers are whole; else they are masked"),
                field<&OwnCopy::person>("person", "Of the person"),
                field<&OwnCopy::records>("records", "Of each village that knows the person"),
                field<&OwnCopy::family>("family", "Ties to relatives that were recorded"),
                field<&OwnCopy::account>("account", "Of the account"),
                field<&OwnCopy::sessions>("sessions", "Where the account is signed in, the newest first"),
                field<&OwnCopy::slips>("slips", "Slips that were printed, the newest first"),
                field<&OwnCopy::requests>("requests", "What the resident has asked, newest first"),
                field<&OwnCopy::events>("events", "What was done with it, newest first"),
                field<&OwnCopy::made_at>("made_at", "When this copy was made"),
                field<&OwnCopy::number>("number", "Of this copy in the journal; 0: not a copy, only shown"),
                field<&OwnCopy::is_demo>("is_demo", "Made-up data of the demo"));
}

// With numbers masked, for a page that somebody may look over one's shoulder at.
Result<OwnCopy> own_view(db::Reader& reader, const ModuleContext& context, const access::Caller& caller,
                         const Resident& resident);
// Whole. Journal: "residents.copy".
Result<OwnCopy> own_copy(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller);
// The sections of the copy besides the records, with their titles; for paper and page.
std::vector<std::pair<std::string, const std::vector<KeptFact>*>> further_sections(const OwnCopy& copy);
// The copy on paper, and what it is marked with: nobody says what for, everyone has a right to it (PIPL 45).
documents::Paper copy_paper(const OwnCopy& copy);
documents::ExportMark copy_mark(const OwnCopy& copy);

}  // namespace gulou::residents
