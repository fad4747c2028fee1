// Slips: a village prints a piece of paper with a code that is good once, and hands it to the person in their register
// whom it lets in. Whoever joins with it also says when they were born: a slip that was lost lets nobody in by itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/time.h"
#include "db/database.h"
#include "net/http.h"
#include "spine/access/caller.h"
#include "spine/access/permission.h"
#include "spine/module.h"
#include "spine/rules/library.h"

namespace gulou::residents {

inline constexpr std::string_view residents_invite = "residents.invite";  // print slips for the own village

inline constexpr int slip_days = 30;
inline constexpr std::int64_t slip_tries = 5;  // wrong dates of birth, then it is void
inline constexpr std::size_t slips_at_once = 200;
// How many may be printed for one record on one day: each new slip brings new tries at the date of birth.
inline constexpr std::string_view slips_per_day_rule = "residents.slips.per_day";
inline constexpr std::int64_t slips_shown = 20;  // of a record, the newest
// From which age one joins by oneself (PIPL 31: a guardian agrees for children under 14, at the village's desk).
inline constexpr std::string_view join_age_rule = "residents.join.age";
// The age at that place today. Errors: those of rules::Library::resolve.
Result<std::int64_t> join_age(db::Reader& reader, const ModuleContext& context, const rules::Place& place);

// A row of `resident_slip`. The code itself is only on the paper.
struct Slip {
  Id id;
  Id record_id;  // people::RecordRow
  Id village_id;
  std::string code_hash;
  Id made_by;  // account
  Instant made_at;
  Date until;              // the last day it is good on
  std::int64_t tries = 0;  // that failed
  std::optional<Instant> used_at;
  std::optional<Instant> void_at;  // a newer one was printed, or too many tries
};

constexpr auto describe(Tag<Slip>) {
  return object("ResidentSlip", "A slip with which a resident joins", field<&Slip::id>("id", "Id"),
                field<&Slip::record_id>("record_id", "Of the village's register"),
                field<&Slip::village_id>("village_id", "The village that printed it"),
                field<&Slip::code_hash>("code_hash", "SHA-256 of the code"),
                field<&Slip::made_by>("made_by", "Account that printed it"), field<&Slip::made_at>("made_at", "When"),
                field<&Slip::until>("until", "Last day it is good on"),
                field<&Slip::tries>("tries", "Wrong dates of birth given with it"),
                field<&Slip::used_at>("used_at", "When somebody joined with it"),
                field<&Slip::void_at>("void_at", "Since when it is void"));
}

extern const db::Table slip_table;

struct SlipsWanted {
  std::vector<Id> records;
};

constexpr auto describe(Tag<SlipsWanted>) {
  return object("SlipsWanted", "For whom slips are printed",
                field<&SlipsWanted::records>("records", "Ids in one village's register").max_length(slips_at_once));
}

// What stands on the paper. The code is told this once.
struct PrintedSlip {
  Id record;
  std::string name;
  std::string group;
  std::string household;
  std::string code;  // "K7QM-2XWP-94TH"
  std::string qr;    // SVG: the address where one joins, with the code behind its #
  Date until;
};

constexpr auto describe(Tag<PrintedSlip>) {
  return object("PrintedSlip", "A slip to be printed; its code is told this once",
                field<&PrintedSlip::record>("record", "Of the register"), field<&PrintedSlip::name>("name", "Name"),
                field<&PrintedSlip::group>("group", "Group or hamlet; may be empty"),
                field<&PrintedSlip::household>("household", "Number of the household; may be empty"),
                field<&PrintedSlip::code>("code", "The code"),
                field<&PrintedSlip::qr>("qr", "QR code as SVG: where one joins").max_length(20'000),
                field<&PrintedSlip::until>("until", "Last day"));
}

struct PrintedSlips {
  std::string village_name;
  std::vector<PrintedSlip> slips;
};

constexpr auto describe(Tag<PrintedSlips>) {
  return object("PrintedSlips", "Slips of one village, to be printed",
                field<&PrintedSlips::village_name>("village_name", "The village"),
                field<&PrintedSlips::slips>("slips", "In the order asked for").max_length(slips_at_once));
}

// Makes a slip for each record; one that was printed before and not used is void from then on. Journal:
// "residents.slips" with their number and the records. Errors: forbidden; invalid_fields "/records" "required", and for
// each that cannot have one "/records/N" "unknown", "twice", "ended" (left or died), "too_young", "restricted",
// "joined", "other_village", "slips_per_day".
Result<PrintedSlips> make_slips(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                                const SlipsWanted& wanted);

// Whether and since when the person of a record has joined, and with which slips: for the village, which answers for
// whom it let in.
struct SlipLine {
  Instant made_at;
  Date until;
  std::int64_t tries = 0;
  std::optional<Instant> used_at;
  std::optional<Instant> void_at;
};

constexpr auto describe(Tag<SlipLine>) {
  return object("SlipLine", "A slip that was printed, without its code",
                field<&SlipLine::made_at>("made_at", "When it was printed"),
                field<&SlipLine::until>("until", "Last day it is good on"),
                field<&SlipLine::tries>("tries", "Wrong dates of birth given with it"),
                field<&SlipLine::used_at>("used_at", "When somebody joined with it"),
                field<&SlipLine::void_at>("void_at", "Since when it is void"));
}

struct Joining {
  std::optional<Instant> joined_at;
  std::vector<SlipLine> slips;
};

constexpr auto describe(Tag<Joining>) {
  return object("Joining", "Whether the person of a record has joined",
                field<&Joining::joined_at>("joined_at", "Since when; null: not yet"),
                field<&Joining::slips>("slips", "Printed for the record, the newest first").max_length(slips_shown));
}

std::vector<SlipLine> without_code(const std::vector<Slip>& slips);
// Of a record, the newest first, at most `slips_shown`.
Result<std::vector<Slip>> slips_of(db::Reader& reader, const Id& record);
// Errors: not_found, also for a record outside the caller's unit; forbidden.
Result<Joining> joining_of(db::Reader& reader, const access::Caller& caller, const Id& record);

// The code as it is compared: capitals and digits alone.
std::string tidy_code(std::string_view typed);
// The slip of that code if it is good on that day; nothing for an unknown, used, void or old one.
Result<std::optional<Slip>> good_slip(db::Reader& reader, std::string_view typed, Date today);

}  // namespace gulou::residents
