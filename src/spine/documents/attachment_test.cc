// Attachments: whose they are, how many, stored once, removed with their last use, journalled, verified.
#include "spine/documents/attachment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "crypto/hash.h"
#include "db/testing.h"
#include "spine/access/store.h"
#include "spine/documents/test_files.h"
#include "spine/journal/commitments.h"
#include "spine/journal/journal.h"
#include "spine/units/store.h"

namespace gulou::documents {
namespace {

namespace fs = std::filesystem;

template <class T>
T must(Result<T> result) {
  EXPECT_TRUE(result) << describe_error(result.error()) << result.error().internal.value;
  if (!result) std::abort();
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

template <class T>
std::string code_of(const Result<T>& result) {
  return result ? "done" : result.error().code;
}

class Attachments : public testing::Test {
 protected:
  Attachments()
      : folder_(fs::temp_directory_path() / ("gulou_attachments_" + crypto::hex(crypto::random_bytes(8)))),
        database_(db::open_test_database()) {
    std::vector<db::Migration> all;
    for (const auto& each : {journal::migrations(), units::migrations(), access::migrations(), migrations()})
      all.insert(all.end(), each.begin(), each.end());
    must(database_->migrate(all));
    unit_ = {.id = Id::make(1),
             .parent_id = {},
             .level = units::Level::county,
             .name = "凯里市",
             .path = "0001",
             .county_id = {},
             .withdrawn_on = {}};
    must(database_->write([&](db::Transaction& tx) { return tx.insert(units::unit_table, unit_); }));
    caller_.kind = journal::ActorKind::account;
    caller_.account_id = Id::make(2);
    owners_ = must(AttachmentOwners::make({{.kind = "test.report",
                                            .most_files = 3,
                                            .most_bytes = 100,
                                            .find = [this](db::Reader&, const access::Caller& caller, const Id& object,
                                                           Use use) { return find(caller, object, use); }}}));
  }
  ~Attachments() override { fs::remove_all(folder_); }

  // The report is there, its owner may read, and may change it while it is open.
  Result<OwnerFacts> find(const access::Caller& caller, const Id& object, Use use) const {
    if (object != report_ && object != other_report_) return fail(not_found_error({"没有", "none"}));
    if (caller.account_id != caller_.account_id)
      return fail({.kind = ErrorKind::forbidden, .code = "outside_subtree", .message = {}});
    if (use == Use::change && locked_)
      return fail({.kind = ErrorKind::refused_by_rule, .code = "report_locked", .message = {}});
    return OwnerFacts{.unit_id = unit_.id, .county_id = unit_.id, .is_demo = true};
  }

  AttachmentContext context() { return {*database_, files_, owners_, clock_}; }
  Result<Attachment> add(std::string bytes, Id owner, std::string name = "说明.txt") {
    return documents::add(context(), caller_, {"test.report", owner, std::move(name), std::move(bytes)});
  }
  Result<Attachment> add(std::string bytes) { return add(std::move(bytes), report_); }
  Result<void> remove(const Id& id) { return documents::remove(context(), caller_, id); }
  std::size_t stored_files() const {
    std::size_t count = 0;
    for (const auto& each : fs::recursive_directory_iterator(folder_))
      count += each.is_regular_file() && each.path().filename() != "lock" ? 1u : 0u;
    return count;
  }
  std::vector<std::string> faults() {
    return must(database_->read([&](db::Reader& reader) { return verify(reader, files_); }));
  }
  std::vector<journal::JournalEntry> entries() {
    return must(database_->read([](db::Reader& reader) {
      return reader.all<journal::JournalEntry>(
          "SELECT number, at, actor, account_id, post, post_id, post_unit_id, action, object_kind, object_id, unit_id, "
          "county_id, detail, request, previous, hash FROM journal_entry ORDER BY number");
    }));
  }

  fs::path folder_;
  std::unique_ptr<db::Database> database_;
  FileStore files_{folder_};
  AttachmentOwners owners_;
  FixedClock clock_{*Date::of(2016, 10, 13)};
  units::Unit unit_;
  access::Caller caller_;
  Id report_ = Id::make(3);
  Id other_report_ = Id::make(4);
  bool locked_ = false;
};

TEST_F(Attachments, AreKeptAsTheyCameWithWhoseTheyAre) {
  const auto added = must(add("内容", report_, "../说明"));
  const auto opened = must(documents::open(context(), caller_, added.id));
  EXPECT_EQ(opened.bytes, "内容");
  const auto& row = opened.row;
  EXPECT_EQ(row.sha256, crypto::sha256_hex("内容"));
  EXPECT_EQ(row.size, 6);
  EXPECT_EQ(row.media_type, "text/plain; charset=utf-8");
  EXPECT_EQ(row.name, "说明.txt");
  EXPECT_EQ(row.unit_id, unit_.id);
  EXPECT_EQ(row.county_id, unit_.id);
  EXPECT_EQ(row.owner_kind, "test.report");
  EXPECT_EQ(row.owner_id, report_);
  EXPECT_EQ(row.uploaded_at, clock_.now());
  EXPECT_EQ(row.account_id, caller_.account_id);
  EXPECT_TRUE(row.is_demo);
}

TEST_F(Attachments, SEC31_PicturesAreStoredWithoutTheirExif) {
  const auto secret = jpeg_start + jpeg_segment(0xFE, "secret");
  owners_ = must(AttachmentOwners::make(
      {{.kind = "test.report", .find = [this](db::Reader&, const access::Caller& caller, const Id& object, Use use) {
          return find(caller, object, use);
        }}}));
  const auto added = must(add(secret + jpeg_picture()));
  EXPECT_EQ(must(documents::open(context(), caller_, added.id)).bytes, jpeg());
  EXPECT_EQ(added.sha256, crypto::sha256_hex(jpeg()));
}

TEST_F(Attachments, TheSameContentIsStoredOnceAndGoesWithItsLastUse) {
  const auto one = must(add("同样"));
  const auto two = must(add("同样", other_report_));
  EXPECT_EQ(stored_files(), 1u);
  must(remove(one.id));
  EXPECT_EQ(must(documents::open(context(), caller_, two.id)).bytes, "同样");
  EXPECT_EQ(code_of(documents::open(context(), caller_, one.id)), "not_found");
  must(remove(two.id));
  EXPECT_EQ(stored_files(), 0u);
  EXPECT_EQ(code_of(remove(two.id)), "not_found");
}

TEST_F(Attachments, AnObjectHasAtMostSoManyAndSoMuch) {
  must(add(std::string(40, 'a')));
  must(add(std::string(40, 'b')));
  EXPECT_EQ(code_of(add(std::string(21, 'c'))), "files_too_large");
  must(add(std::string(20, 'c')));
  EXPECT_EQ(code_of(add("d")), "too_many_files");
  EXPECT_EQ(stored_files(), 3u);  // what was refused is not there
  EXPECT_EQ(code_of(add("d", other_report_)), "done");
}

TEST_F(Attachments, AFileHasAtMost20MiB) {
  EXPECT_EQ(code_of(add(std::string(20 * 1024 * 1024 + 1, 'a'))), "file_too_large");
  EXPECT_EQ(code_of(add(std::string(20 * 1024 * 1024, 'a'))), "files_too_large");  // of this object's limit
}

TEST_F(Attachments, TheOwnerDecidesWhoMayDoWhat) {
  const auto added = must(add("内容"));
  access::Caller stranger;
  stranger.account_id = Id::make(9);
  EXPECT_EQ(code_of(documents::open(context(), stranger, added.id)), "outside_subtree");
  EXPECT_EQ(code_of(documents::remove(context(), stranger, added.id)), "outside_subtree");
  EXPECT_EQ(code_of(documents::add(context(), stranger, {"test.report", report_, "a", "x"})), "outside_subtree");
  EXPECT_EQ(code_of(add("x", Id::make(77))), "not_found");
  EXPECT_EQ(code_of(documents::add(context(), caller_, {"test.other", report_, "a", "x"})), "invalid_fields");
  locked_ = true;
  EXPECT_EQ(code_of(add("x")), "report_locked");
  EXPECT_EQ(code_of(remove(added.id)), "report_locked");
  EXPECT_EQ(must(documents::open(context(), caller_, added.id)).bytes, "内容");
  EXPECT_EQ(stored_files(), 1u);
}

TEST_F(Attachments, WhatIsNoDocumentIsRefusedAndLeavesNothing) {
  EXPECT_EQ(code_of(add(std::string("MZ\0", 3))), "file_type");
  EXPECT_FALSE(fs::exists(folder_));
  EXPECT_TRUE(entries().empty());
}

TEST_F(Attachments, EveryChangeIsJournalledWithoutTheName) {
  const auto added = must(add("内容", report_, "张某某的身份证.txt"));
  must(remove(added.id));
  const auto rows = entries();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].action, "attachment.add");
  EXPECT_EQ(rows[1].action, "attachment.remove");
  for (const auto& row : rows) {
    EXPECT_EQ(row.object_id, added.id.text());
    EXPECT_EQ(row.account_id, caller_.account_id->text());
    EXPECT_EQ(row.unit_id, unit_.id.text());
    EXPECT_NE(row.detail.find(added.sha256), std::string::npos);
    EXPECT_EQ(row.detail.find("张"), std::string::npos);
  }
  EXPECT_EQ(must(database_->read([&](db::Reader& reader) {
              return journal::confirm(reader, rows[0].number, "name", "张某某的身份证.txt");
            })),
            journal::Confirmation::confirmed);
}

TEST_F(Attachments, AreListedOldestFirst) {
  const auto one = must(add("1"));
  clock_.set(Instant(clock_.now().ms() + 1000));
  const auto two = must(add("2"));
  must(add("3", other_report_));
  const auto found =
      must(database_->read([&](db::Reader& reader) { return attachments_of(reader, "test.report", report_); }));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].id, one.id);
  EXPECT_EQ(found[1].id, two.id);
}

TEST_F(Attachments, VerifyNamesWhatIsMissingAlteredOrNobodys) {
  EXPECT_TRUE(faults().empty());
  const auto missing = must(add("missing"));
  const auto altered = must(add("altered"));
  must(add("sound"));
  EXPECT_TRUE(faults().empty());
  fs::remove(files_.path_of(missing.sha256));
  std::ofstream(files_.path_of(altered.sha256)) << "alterex";
  auto staged = must(files_.stage("nobody's"));
  const auto stray = files_.path_of(staged.sha256());
  must(files_.keep(std::move(staged)));
  fs::last_write_time(stray, fs::file_time_type::clock::now() - std::chrono::hours(2));
  auto found = faults();
  std::ranges::sort(found);
  std::vector<std::string> expected = {"file " + files_.path_of(missing.sha256).string() + " is missing",
                                       "file " + files_.path_of(altered.sha256).string() + " was altered",
                                       "file " + stray.string() + " belongs to no attachment"};
  std::ranges::sort(expected);
  EXPECT_EQ(found, expected);
}

TEST_F(Attachments, AddingAndRemovingTheSameContentAtOnceLosesNothing) {
  std::vector<std::thread> threads;
  for (const auto& report : {report_, other_report_}) {
    threads.emplace_back([&, report] {
      for (int i = 0; i < 20; ++i) {
        const auto added = add("同样的内容", report);
        ASSERT_TRUE(added) << describe_error(added.error()) << added.error().internal.value;
        ASSERT_EQ(code_of(documents::open(context(), caller_, added->id)), "done");
        ASSERT_EQ(code_of(remove(added->id)), "done");
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(stored_files(), 0u);
  EXPECT_TRUE(faults().empty());
}

TEST(AttachmentOwners, MistakesAreRefused) {
  const auto find = [](db::Reader&, const access::Caller&, const Id&, Use) -> Result<OwnerFacts> {
    return OwnerFacts{};
  };
  EXPECT_TRUE(AttachmentOwners::make({{.kind = "a", .find = find}, {.kind = "b", .find = find}}));
  EXPECT_FALSE(AttachmentOwners::make({{.kind = "a", .find = find}, {.kind = "a", .find = find}}));
  EXPECT_FALSE(AttachmentOwners::make({{.kind = "", .find = find}}));
  EXPECT_FALSE(AttachmentOwners::make({{.kind = "a", .find = {}}}));
}

}  // namespace
}  // namespace gulou::documents
