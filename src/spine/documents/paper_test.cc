// Documents on paper: what the HTML says. How it prints is looked at in tests/browser/paper.browser.mjs.
#include "spine/documents/paper.h"

#include <gtest/gtest.h>
#include <qrencode.h>

#include <regex>

#include "base/json.h"
#include "spine/documents/qr.h"

namespace gulou::documents {
namespace {

std::string body_of(const Paper& paper) {
  const auto page = paper_page(paper);
  EXPECT_TRUE(page) << page.error().internal.value;
  return page ? page->body : std::string();
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

Paper small() { return {.title = "通知", .blocks = {paragraph("一段。")}}; }

Paper full() {
  auto paper = small();
  paper.organ_mark = "黔东南州民政局文件";
  paper.number = "黔东南民通〔2016〕12号";
  paper.addressee = "各县（市）民政局";
  paper.blocks = {heading(1, "一、情况"), heading(2, "（一）进度"), heading(3, "1.漏报"),
                  table({.caption = "表",
                         .columns = {{"县（市）", Align::left}, {"数", Align::right}},
                         .rows = {{{"凯里市", "208"}}, {{"丹寨县", "1"}}}})};
  paper.annexes = {{.title = "甲", .blocks = {heading(1, "一、细目")}}, {.title = "乙", .blocks = {}}};
  paper.organ = "黔东南州民政局";
  paper.signed_on = *Date::of(2016, 10, 3);
  paper.note = "联系人：张某某";
  paper.publicity = Publicity{*Date::of(2016, 10, 3), *Date::of(2016, 10, 9)};
  paper.contact = "0855-1234567";
  paper.public_address = "https://gulou.example/c/3?a=1&b=2";
  paper.copies = "省民政厅";
  paper.printed_by = "办公室";
  paper.printed_on = *Date::of(2016, 10, 4);
  return paper;
}

TEST(Paper, WhatIsEmptyDoesNotAppear) {
  const auto body = body_of(small());
  for (const auto* absent : {"<header", "class=\"to\"", "annex", "closing", "facts", "imprint", "watermark", "<svg",
                             "class=\"number", "\uFF08\uFF09"})
    EXPECT_FALSE(has(body, absent)) << absent;
  EXPECT_TRUE(has(body, "<h1 class=\"title\">通知</h1>"));
  EXPECT_TRUE(has(body, "<p>一段。</p>"));
}

TEST(Paper, HasEveryElementOfTheLayoutInItsOrder) {
  const auto body = body_of(full());
  std::size_t at = 0;
  for (const auto* part : {"<p class=\"mark large\">黔东南州民政局文件</p>",
                           "<p class=\"number\">黔东南民通〔2016〕12号</p>",
                           "<h1 class=\"title\">通知</h1>",
                           "<p class=\"to\">各县\uFF08市\uFF09民政局\uFF1A</p>",
                           "<h2 class=\"one\">一、情况</h2>",
                           "<h3 class=\"two\">\uFF08一\uFF09进度</h3>",
                           "<h4 class=\"three\">1.漏报</h4>",
                           "<caption>表</caption>",
                           "<th scope=\"col\">县\uFF08市\uFF09</th>",
                           "<td class=\"left\">凯里市</td><td class=\"right\">208</td>",
                           "<p>附件\uFF1A</p>",
                           "<span>1.</span><span>甲",
                           "<span>2.</span><span>乙",
                           "<svg",
                           "<p class=\"organ\">黔东南州民政局</p>",
                           "<p class=\"date\">2016年10月3日</p>",
                           "<p>\uFF08联系人\uFF1A张某某\uFF09</p>",
                           "<dd>2016年10月3日至2016年10月9日</dd>",
                           "<dd>0855-1234567</dd>",
                           "<a href=\"https://gulou.example/c/3?a=1&amp;b=2\">",
                           "<p class=\"annex-mark\">附件1</p>",
                           "<h2 class=\"title\">甲</h2>",
                           "<h3 class=\"one\">一、细目</h3>",
                           "<p class=\"copies\">抄送\uFF1A省民政厅</p>",
                           "<span>办公室</span><span>2016年10月4日印发</span>"}) {
    const auto found = body.find(part, at);
    ASSERT_NE(found, std::string::npos) << part << " after " << at << " in\n" << body;
    at = found;
  }
  EXPECT_EQ(count(body, "class=\"annex\""), 1u);  // what has no text is only listed
}

TEST(Paper, ASingleAttachmentHasNoNumber) {
  auto paper = small();
  paper.annexes = {{.title = "甲", .blocks = {paragraph("内容")}}};
  const auto body = body_of(paper);
  EXPECT_TRUE(has(body, "<li><span>甲</span></li>"));
  EXPECT_TRUE(has(body, "<p class=\"annex-mark\">附件</p>"));
}

TEST(Paper, DemoDataAreMarkedOnEveryPage) {
  auto paper = small();
  EXPECT_FALSE(has(body_of(paper), "示例数据"));
  paper.demo = true;
  EXPECT_TRUE(has(body_of(paper), "<div class=\"watermark\" aria-hidden=\"true\"></div>"));
  EXPECT_TRUE(has(body_of(paper), "<p class=\"screen demo\">示例数据\uFF1A"));
}

TEST(Paper, ALongNameIsCutAcrossThePageAndWholeInTheFullMark) {
  const ExportMark mark{.number = 7,
                        .data = net::DataClass::sensitive,
                        .at = Instant(0),
                        .requester = "测试一二三四五六七八九十甲乙丙丁",
                        .purpose = Purpose::own_copy,
                        .note = "依据"};
  const auto fits = paper_page(small(), mark).value().body;
  EXPECT_TRUE(has(fits, "测试一二三四五六七八九十甲乙丙丁 1970年1月1日08:00</p>"));
  auto longer = mark;
  longer.requester += "戊";
  const auto cut = paper_page(small(), longer).value().body;
  EXPECT_TRUE(has(cut, "测试一二三四五六七八九十甲乙丙… 1970年1月1日08:00</p>"));
  EXPECT_EQ(count(cut, longer.requester), 1u) << "the line of facts has all of it";
}

TEST(Paper, WhatPeopleTypedIsTextAndNothingElse) {
  auto paper = full();
  const std::string evil = "<script>alert(1)</script>\"'&";
  paper.organ_mark = paper.number = paper.title = paper.addressee = paper.organ = paper.note = evil;
  paper.contact = paper.copies = paper.printed_by = evil;
  paper.blocks = {heading(1, evil), paragraph(evil), table({evil, {{evil}}, {{{evil}}}})};
  paper.annexes = {{.title = evil, .blocks = {paragraph(evil)}}};
  const auto body = body_of(paper);
  EXPECT_FALSE(has(body, "<script"));
  EXPECT_FALSE(has(body, "style="));
  EXPECT_GE(count(body, "&lt;script&gt;"), 16u);
}

TEST(Paper, TitlesBreakWhereTheySay) {
  auto paper = small();
  paper.title = "第一行\n第二行";
  const auto body = body_of(paper);
  EXPECT_TRUE(has(body, "<h1 class=\"title\">第一行<br>第二行</h1>"));
  EXPECT_TRUE(has(body, "<title>第一行第二行</title>"));
}

TEST(Paper, MistakesOfTheProgramAreRefused) {
  auto paper = full();
  paper.blocks[3].table->rows[1].cells.pop_back();
  EXPECT_FALSE(paper_page(paper));
  paper = full();
  paper.annexes[0].blocks = {{BlockKind::table, "", std::nullopt}};
  EXPECT_FALSE(paper_page(paper));
  for (const auto* address : {"javascript:alert(1)", "/plan", "gulou.example", "https://a b"}) {
    paper = full();
    paper.public_address = address;
    EXPECT_FALSE(paper_page(paper)) << address;
  }
}

TEST(Paper, IsKeptAsJsonAndPrintedAgainAsItWas) {
  const auto kept = json::write(full());
  const auto again = json::read<Paper>(kept);
  ASSERT_TRUE(again) << describe_error(again.error());
  EXPECT_EQ(json::write(*again), kept);
  EXPECT_EQ(body_of(*again), body_of(full()));
  auto paper = full();
  paper.public_address = "javascript:alert(1)";
  EXPECT_FALSE(json::read<Paper>(json::write(paper)));
}

TEST(Paper, LinksToTheStyleSheetThatIsServed) {
  net::Router router;
  add_paper_stylesheet(router);
  EXPECT_TRUE(router.mistakes().empty());
  ASSERT_EQ(router.files().size(), 1u);
  EXPECT_TRUE(has(body_of(small()), "href=\"" + router.files()[0].path + "\""));
  EXPECT_TRUE(has(router.files()[0].body, "@page { size: A4; margin: 37mm 26mm 35mm 28mm; }"));
}

// The dark modules that the picture's path draws, as rows of '0' and '1', quiet zone included.
std::vector<std::string> drawn(const std::string& svg, std::size_t size) {
  std::vector<std::string> rows(size, std::string(size, '0'));
  static const std::regex bar("M(\\d+) (\\d+)h(\\d+)v1H(\\d+)z");
  for (std::sregex_iterator it(svg.begin(), svg.end(), bar), end; it != end; ++it) {
    const auto number = [&](std::size_t group) { return static_cast<std::size_t>(std::stoul((*it)[group])); };
    EXPECT_EQ(number(1), number(4));
    rows[number(2)].replace(number(1), number(3), number(3), '1');
  }
  return rows;
}

TEST(QrCode, DrawsEveryModuleWithItsQuietZone) {
  const std::string text = "https://gulou.example/u/522631104201";
  const auto svg = qr_code(text, "二维码");
  ASSERT_TRUE(svg);
  QRcode* code = QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M);
  ASSERT_TRUE(code);
  const auto width = static_cast<std::size_t>(code->width);
  std::vector<std::string> expected(width + 8, std::string(width + 8, '0'));
  for (std::size_t y = 0; y < width; ++y)
    for (std::size_t x = 0; x < width; ++x)
      if ((code->data[y * width + x] & 1) != 0) expected[y + 4][x + 4] = '1';
  QRcode_free(code);
  EXPECT_EQ(drawn(std::string(svg->view()), width + 8), expected);
  EXPECT_EQ(expected[4].substr(4, 8), "11111110");  // a finder pattern in the corner
}

TEST(QrCode, SaysNoToWhatDoesNotFit) {
  EXPECT_FALSE(qr_code("", ""));
  EXPECT_TRUE(qr_code(std::string(2331, 'a'), ""));
  EXPECT_FALSE(qr_code(std::string(2332, 'a'), ""));
}

}  // namespace
}  // namespace gulou::documents
