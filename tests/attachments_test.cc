// Attachments over the whole application, as the evidence of progress reports: sent, seen, removed by whom it concerns.
#include "plan_desk.h"
#include "spine/documents/test_files.h"
#include "spine/journal/model.h"

namespace gulou {
namespace {

namespace fs = std::filesystem;

class Evidence : public PlanDesk {
 protected:
  static std::string where(const plan::Report& report) {
    return fmt::format("/api/attachments?owner_kind=plan.report&owner_id={}", report.id.text());
  }
  static net::Response send(TestBrowser& by, const std::string& target, std::string bytes,
                            std::string name = "%E5%90%8D%E5%8D%95.pdf") {
    by.content_type = "application/octet-stream";
    by.headers.emplace_back("x-file-name", std::move(name));
    auto response = by.post(target, std::move(bytes));
    by.headers.pop_back();
    by.content_type = "application/json";
    return response;
  }
  static documents::AttachmentSummary attached(TestBrowser& by, const plan::Report& report, std::string bytes) {
    return read<documents::AttachmentSummary>(send(by, where(report), std::move(bytes)));
  }
  static std::string address(const documents::AttachmentSummary& file) { return "/api/attachments/" + file.id.text(); }
  static std::string header(const net::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
      if (key == name) return value;
    return "";
  }
  std::int64_t entries(std::string_view action) {
    return must(database().read([&](db::Reader& reader) {
             return reader.integer("SELECT count(*) FROM journal_entry WHERE action = $1", action);
           }))
        .value_or(0);
  }
};

TEST_F(Evidence, IsSentSeenAndRemoved) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  const auto report = asked(bureau, kaili);

  const auto sent = send(county, where(report), documents::pdf());
  EXPECT_EQ(sent.status, 201) << sent.body;
  const auto file = read<documents::AttachmentSummary>(sent);
  EXPECT_EQ(file.name, "名单.pdf");
  EXPECT_EQ(file.media_type, "application/pdf");
  EXPECT_EQ(file.size, static_cast<std::int64_t>(documents::pdf().size()));
  EXPECT_EQ(entries("attachment.add"), 1);

  // The bureau sees it on the report and gets it as a file that no browser shows.
  const auto seen = read<plan::ReportDetail>(bureau.get(PlanDesk::address(report)));
  ASSERT_EQ(seen.attachments.size(), 1u);
  EXPECT_EQ(seen.attachments[0].id, file.id);
  const auto got = bureau.get(address(file));
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, documents::pdf());
  EXPECT_EQ(got.content_type, "application/pdf");
  EXPECT_TRUE(header(got, "Content-Disposition").starts_with("attachment; "));
  EXPECT_NE(header(got, "Content-Disposition").find("UTF-8''%E5%90%8D%E5%8D%95.pdf"), std::string::npos);
  EXPECT_NE(header(got, "Content-Security-Policy").find("sandbox"), std::string::npos);

  EXPECT_EQ(county.del(address(file)).status, 204);
  EXPECT_EQ(entries("attachment.remove"), 1);
  EXPECT_EQ(county.get(address(file)).status, 404);
  EXPECT_TRUE(must(application_->verify()).empty());
}

TEST_F(Evidence, OnlyTheUnitThatReportsChangesItAndOnlyUntilItIsSubmitted) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  auto neighbour = desk(Role::county_bureau, huangping);
  auto resident = desk(Role::resident, "522601001006");
  auto visitor = this->visitor();
  const auto report = asked(bureau, kaili);
  const auto file = attached(county, report, documents::pdf());

  EXPECT_EQ(code_of(send(bureau, where(report), "text")), "not_permitted");  // it asks, and writes no report
  EXPECT_EQ(code_of(send(neighbour, where(report), "text")), "outside_subtree");
  EXPECT_EQ(code_of(send(resident, where(report), "text")), "not_permitted");
  EXPECT_EQ(code_of(send(visitor, where(report), "text")), "session_wanted");
  EXPECT_EQ(code_of(neighbour.get(address(file))), "outside_subtree");
  EXPECT_EQ(code_of(resident.get(address(file))), "not_permitted");
  EXPECT_EQ(code_of(visitor.get(address(file))), "session_wanted");
  EXPECT_EQ(code_of(neighbour.del(address(file))), "outside_subtree");

  ASSERT_EQ(county.post(PlanDesk::address(report, "submit"), written(1)).status, 200);
  EXPECT_EQ(code_of(send(county, where(report), "text")), "wrong_state");
  EXPECT_EQ(code_of(county.del(address(file))), "wrong_state");
  EXPECT_EQ(county.get(address(file)).status, 200);
  ASSERT_EQ(bureau.post(PlanDesk::address(report, "return"), act(2, "请补充")).status, 200);
  EXPECT_EQ(send(county, where(report), "补充").status, 201);
  EXPECT_EQ(entries("attachment.add"), 2);
}

TEST_F(Evidence, WhatIsWrongIsSaid) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  const auto report = asked(bureau, kaili);
  EXPECT_EQ(code_of(send(county, where(report), std::string("MZ\0", 3))), "file_type");
  EXPECT_EQ(send(county, where(report), std::string("MZ\0", 3)).status, 415);
  EXPECT_EQ(send(county, where(report), "text", "%zz").status, 400);
  EXPECT_EQ(send(county, where(report), "text", "").status, 400);
  EXPECT_EQ(send(county, "/api/attachments?owner_kind=plan.report&owner_id=1", "text").status, 400);
  EXPECT_EQ(send(county, "/api/attachments?owner_kind=plan.press&owner_id=" + report.id.text(), "text").status, 400);
  EXPECT_EQ(send(county, "/api/attachments?owner_kind=plan.report&owner_id=" + Id::make(1).text(), "text").status, 404);
  EXPECT_EQ(code_of(county.post(where(report), "text")), "bytes_wanted");
  EXPECT_EQ(county.get("/api/attachments/1").status, 400);
  EXPECT_EQ(county.get("/api/attachments/" + Id::make(1).text()).status, 404);
  EXPECT_FALSE(fs::exists(files_));
}

TEST_F(Evidence, ALostFileIsNamedByVerify) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  const auto file = attached(county, asked(bureau, kaili), documents::pdf());
  const auto path = files_ / crypto::sha256_hex(documents::pdf()).insert(2, "/");
  ASSERT_TRUE(fs::remove(path));
  EXPECT_EQ(must(application_->verify()), std::vector{"documents: file " + path.string() + " is missing"});
  EXPECT_EQ(code_of(county.get(address(file))), "file_missing");
}

}  // namespace
}  // namespace gulou
