// Attachments over the whole application, as the evidence of progress reports: sent, seen, removed by whom it concerns.
#include <regex>

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

TEST_F(Evidence, SEC32_WhatIsSentLiesUnderItsHashWhateverItIsCalledAndIsNeverShown) {
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  const auto report = asked(bureau, kaili);
  // "../../etc/passwd", "..\\..\\a", "/etc/passwd", "C:\\a", "a/../../b", "\u202E", NUL, "..", " .pdf", CR LF and a
  // header.
  const std::vector<std::string> names{"..%2F..%2Fetc%2Fpasswd",
                                       "..%5C..%5Ca.pdf",
                                       "%2Fetc%2Fpasswd",
                                       "C%3A%5Ca.pdf",
                                       "a%2F..%2F..%2Fb.pdf",
                                       "%E2%80%AEfdp.exe",
                                       "a%00.pdf",
                                       "..",
                                       "%20.pdf",
                                       "a%0D%0ASet-Cookie%3A%20x%3D1.pdf"};
  int kept = 0;
  for (const auto& name : names) {
    const auto bytes = documents::pdf();
    const auto sent = send(county, where(report), bytes, name);
    if (sent.status != 201) {
      EXPECT_EQ(sent.status, 400) << name << ' ' << sent.body;
      continue;
    }
    ++kept;
    const auto file = read<documents::AttachmentSummary>(sent);
    EXPECT_EQ(file.name.find_first_of(std::string_view("/\\\r\n\0:", 6)), std::string::npos) << name;
    EXPECT_EQ(file.name.find("\u202E"), std::string::npos) << name;
    EXPECT_FALSE(file.name.starts_with(".")) << name << " became " << file.name;
    EXPECT_TRUE(file.name.ends_with(".pdf")) << name << " became " << file.name;
    const auto got = county.get(address(file));
    EXPECT_TRUE(header(got, "Content-Disposition").starts_with("attachment; ")) << name;
    EXPECT_EQ(header(got, "Content-Disposition").find_first_of("\r\n"), std::string::npos) << name;
    EXPECT_EQ(county.del(address(file)).status, 204);
  }
  EXPECT_GT(kept, 6);

  // On disk there are folders of two and files of 62 hexadecimal digits, below the folder of files and nowhere else.
  attached(county, report, documents::pdf());
  std::size_t files = 0;
  const std::regex lies_so("[0-9a-f]{2}/[0-9a-f]{62}");
  for (const auto& entry : fs::recursive_directory_iterator(files_)) {
    if (!entry.is_regular_file() || entry.file_size() == 0) continue;
    EXPECT_TRUE(std::regex_match(fs::relative(entry.path(), files_).string(), lies_so)) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 1u);

  // A page is text to us, whatever it calls itself: handed out as a file, of a type that runs nothing.
  const std::string page = "<!doctype html><script>alert(1)</script>";
  for (const auto* name : {"a.html", "a.svg", "a.txt", "a.pdf"}) {
    const auto sent = send(county, where(report), page, name);
    if (sent.status == 415) continue;
    ASSERT_EQ(sent.status, 201) << sent.body;
    const auto got = county.get(address(read<documents::AttachmentSummary>(sent)));
    EXPECT_TRUE(got.content_type.starts_with("text/plain")) << got.content_type;
    EXPECT_TRUE(header(got, "Content-Disposition").starts_with("attachment; ")) << name;
    EXPECT_NE(header(got, "Content-Security-Policy").find("sandbox"), std::string::npos) << name;
  }
  // No address of the web reaches the folder.
  const auto hash = crypto::sha256_hex(documents::pdf());
  for (const auto& target : {"/files/" + hash, "/assets/" + hash, "/" + hash.substr(0, 2) + "/" + hash.substr(2)})
    EXPECT_GE(county.get(target).status, 400) << target;
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
