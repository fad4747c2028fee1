// Notices over the whole application: written, read out, published, seen, heard, printed, taken down.
#include "modules/notices/api.h"
#include "modules/notices/queries.h"
#include "modules/notices/tone.h"
#include "plan_desk.h"
#include "spine/documents/audio.h"
#include "spine/documents/test_files.h"

namespace gulou {
namespace {

constexpr std::string_view village = "522601001006";
constexpr std::string_view neighbour_village = "522601001001";

class Notices : public PlanDesk {
 protected:
  static std::string body(std::string_view more, std::string_view from = "2016-07-01",
                          std::string_view until = "2016-07-15") {
    return fmt::format(
        R"({{{},"kind":"safety","title":"防火提醒","text":"不要在屋檐下烧火。\n发现火情先喊人。","from_on":"{}","until_on":"{}","contact":"村委会"}})",
        more, from, until);
  }
  static std::string of(std::string_view unit) { return fmt::format(R"("unit":"{}")", unit); }
  static std::string version(std::int64_t number) { return fmt::format(R"("version":{})", number); }

  static notices::NoticeDetail begun(TestBrowser& by, std::string_view unit = village,
                                     std::string_view from = "2016-07-01", std::string_view until = "2016-07-15") {
    return read<notices::NoticeDetail>(by.post("/api/notices", body(of(unit), from, until)));
  }
  static std::string at(const notices::NoticeDetail& detail, std::string_view action = {}) {
    return fmt::format("/api/notices/{}{}{}", detail.notice.id.text(), action.empty() ? "" : "/", action);
  }
  static notices::NoticeDetail acted(TestBrowser& by, const notices::NoticeDetail& detail, std::string_view action,
                                     std::string_view reason = {}) {
    return read<notices::NoticeDetail>(by.post(at(detail, action), act(detail.notice.version, reason)));
  }
  static notices::NoticeDetail published(TestBrowser& by, std::string_view unit = village,
                                         std::string_view from = "2016-07-01", std::string_view until = "2016-07-15") {
    return acted(by, begun(by, unit, from, until), "publish");
  }
  static net::Response send_file(TestBrowser& by, const notices::NoticeDetail& detail, std::string bytes) {
    by.content_type = "application/octet-stream";
    by.headers.emplace_back("x-file-name", "a.mp3");
    auto response =
        by.post(fmt::format("/api/attachments?owner_kind=notices.notice&owner_id={}", detail.notice.id.text()),
                std::move(bytes));
    by.headers.pop_back();
    by.content_type = "application/json";
    return response;
  }
  static std::string recording(const Id& file, std::string_view consented = "2016-06-30",
                               std::string_view speaker = "测试甲",
                               std::string_view transcript = "不要在屋檐下烧火。") {
    return fmt::format(R"({{"attachment":"{}","language":"hea","speaker":"{}","consented_on":"{}","transcript":"{}"}})",
                       file.text(), speaker, consented, transcript);
  }
  static notices::NoticeDetail read_out(TestBrowser& by, const notices::NoticeDetail& detail, int frames = 100) {
    const auto file = read<documents::AttachmentSummary>(send_file(by, detail, notices::chime(frames)));
    return read<notices::NoticeDetail>(by.post(at(detail, "recordings"), recording(file.id)));
  }
  net::Response seen(std::string_view target) { return visitor().get(std::string(target)); }
  static std::string page_of(const notices::NoticeDetail& detail) { return "/notices/" + detail.notice.id.text(); }
  static std::string sound_of(const notices::NoticeDetail& detail) {
    return fmt::format("/recordings/{}.mp3", detail.recordings.at(0).id.text());
  }
  static bool has(const net::Response& response, std::string_view words) {
    return response.body.find(words) != std::string::npos;
  }
  static std::string header(const net::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
      if (key == name) return value;
    return "";
  }
  std::int64_t count(std::string_view sql) {
    return must(database().read([&](db::Reader& reader) { return reader.integer(sql); })).value_or(0);
  }
  std::int64_t entries() { return count("SELECT count(*) FROM journal_entry"); }
  std::int64_t faults_of(const net::Response& response, std::string_view pointer, std::string_view rule) {
    EXPECT_EQ(response.status, 400) << response.body;
    return has(response, fmt::format("\"field\":\"{}\"", pointer)) && has(response, fmt::format("\"{}\"", rule)) ? 1
                                                                                                                 : 0;
  }
  void on(int month, unsigned day) { clock_.set(Date::of(2016, static_cast<unsigned>(month), day)->start()); }
};

TEST_F(Notices, IsWrittenPublishedAndSeenByEveryone) {
  auto committee = desk(Role::village_committee, village);
  const auto before = entries();
  auto draft = begun(committee);
  EXPECT_EQ(draft.notice.state, "draft");
  EXPECT_EQ(names(draft.notice.actions), (std::vector<std::string>{"write", "publish", "discard"}));
  EXPECT_EQ(seen(page_of(draft)).status, 404) << "a draft is nobody's business";
  EXPECT_FALSE(has(seen("/u/522601001006"), "防火提醒"));

  draft = read<notices::NoticeDetail>(committee.post(at(draft, "write"), body(version(1), "2016-07-01", "2016-07-20")));
  EXPECT_EQ(draft.notice.until_on, *Date::of(2016, 7, 20));
  const auto out = acted(committee, draft, "publish");
  EXPECT_EQ(out.notice.state, "published");
  EXPECT_TRUE(out.notice.shown);
  EXPECT_EQ(names(out.notice.actions), (std::vector<std::string>{"withdraw"})) << "time has no button";
  EXPECT_EQ(entries(), before + 3);
  EXPECT_EQ(out.history.size(), 3u);

  const auto page = seen(page_of(out));
  EXPECT_EQ(page.status, 200);
  for (const auto* words :
       {"防火提醒", "不要在屋檐下烧火。", "发现火情先喊人。", "2016年7月20日", "村委会", "安全提醒"})
    EXPECT_TRUE(has(page, words)) << words;
  EXPECT_TRUE(has(seen("/u/522601001006"), "防火提醒"));
  EXPECT_TRUE(has(seen("/u/522601001006/notices"), "防火提醒"));
  EXPECT_FALSE(has(seen(fmt::format("/u/{}/notices", neighbour_village)), "防火提醒"));
}

TEST_F(Notices, OfUnitsAboveAreSeenBelow) {
  auto township = desk(Role::township, kaili_township);
  published(township, kaili_township);
  EXPECT_TRUE(has(seen("/u/522601001006"), "防火提醒"));
  EXPECT_TRUE(has(seen("/u/522601001006/notices"), "上级的公告"));
  EXPECT_FALSE(has(seen(fmt::format("/u/{}/notices", kaili)), "防火提醒")) << "not from below";
}

TEST_F(Notices, HangsOutFromItsFirstDayToItsLast) {
  auto committee = desk(Role::village_committee, village);
  const auto out = published(committee, village, "2016-07-03", "2016-07-05");
  const auto status = [&](unsigned day) {
    on(7, day);
    return seen(page_of(out)).status;
  };
  EXPECT_EQ(status(2), 404);
  EXPECT_EQ(status(3), 200);
  EXPECT_EQ(status(5), 200);
  EXPECT_EQ(status(6), 410) << "before Gulou has taken it down, too";
  EXPECT_FALSE(has(seen("/u/522601001006"), "防火提醒"));
}

TEST_F(Notices, SEC57_WhatIsOverIsGoneButStaysOnRecord) {
  auto committee = desk(Role::village_committee, village);
  const auto out = read_out(committee, published(committee));
  EXPECT_EQ(seen(sound_of(out)).status, 200);
  EXPECT_EQ(seen(page_of(out) + "/paper").status, 200);
  // Other modules have things due, too.
  const auto of_notices = [&] {
    auto lines = must(application_->run_due());
    std::erase_if(lines, [](const std::string& line) { return !line.starts_with("notices:"); });
    return lines;
  };
  on(7, 15);
  EXPECT_TRUE(of_notices().empty());
  on(7, 16);
  EXPECT_EQ(of_notices(), (std::vector<std::string>{"notices: 1 taken down at their end"}));
  EXPECT_TRUE(of_notices().empty()) << "once";
  for (const auto& target : {page_of(out), page_of(out) + "/paper", sound_of(out)})
    EXPECT_EQ(seen(target).status, 410) << target;
  EXPECT_TRUE(has(seen(page_of(out)), "公示期到2016年7月15日为止"));
  EXPECT_FALSE(has(seen(page_of(out)), "不要在屋檐下烧火"));

  auto later = desk(Role::village_committee, village);  // the session ended in the two weeks
  const auto kept = read<notices::NoticeDetail>(later.get(at(out)));
  EXPECT_EQ(kept.notice.state, "expired");
  EXPECT_EQ(kept.recordings.size(), 1u);
  EXPECT_FALSE(kept.may_record);
  EXPECT_EQ(kept.history.back().done_zh, "公示期满，已撤下");
  EXPECT_EQ(count("SELECT count(*) FROM journal_entry WHERE action = 'notices.notice.expire' AND actor = 'system'"), 1);
}

TEST_F(Notices, IsWithdrawnWithAReasonByTheUnitOrOneAbove) {
  auto committee = desk(Role::village_committee, village);
  auto township = desk(Role::township, kaili_township);
  auto neighbour = desk(Role::village_committee, neighbour_village);
  const auto first = published(committee);
  EXPECT_EQ(code_of(neighbour.post(at(first, "withdraw"), act(2, "不对"))), "outside_subtree");
  EXPECT_EQ(faults_of(committee.post(at(first, "withdraw"), act(2)), "/reason", "required"), 1);
  EXPECT_EQ(seen(page_of(first)).status, 200);
  EXPECT_EQ(acted(committee, first, "withdraw", "写错了日期").notice.state, "withdrawn");
  EXPECT_EQ(seen(page_of(first)).status, 410);
  EXPECT_TRUE(has(seen(page_of(first)), "已经撤回"));
  const auto second = published(committee);
  EXPECT_EQ(acted(township, second, "withdraw", "与镇里的通知矛盾").notice.state, "withdrawn");
  EXPECT_EQ(code_of(committee.post(at(second, "publish"), act(3))), "wrong_state");
  EXPECT_EQ(code_of(committee.post(at(second, "withdraw"), act(2, "再撤"))), "version_changed");
}

TEST_F(Notices, OnlyTheUnitItselfWrites) {
  auto township = desk(Role::township, kaili_township);
  auto committee = desk(Role::village_committee, village);
  auto supervision = desk(Role::village_supervision, village);
  auto resident = desk(Role::resident, village);
  EXPECT_EQ(code_of(township.post("/api/notices", body(of(village)))), "own_wanted");
  EXPECT_EQ(code_of(committee.post("/api/notices", body(of(neighbour_village)))), "outside_subtree");
  EXPECT_EQ(supervision.post("/api/notices", body(of(village))).status, 403);
  EXPECT_EQ(resident.get("/api/notices").status, 403);
  const auto draft = begun(committee);
  EXPECT_EQ(supervision.get(at(draft)).status, 200);
  EXPECT_EQ(code_of(township.post(at(draft, "publish"), act(1))), "own_wanted");
  EXPECT_EQ(visitor().get(at(draft)).status, 401);
  EXPECT_EQ(acted(committee, draft, "discard").notice.state, "discarded");
  EXPECT_EQ(seen(page_of(draft)).status, 404);
}

TEST_F(Notices, FaultsAreNamedAndNothingIsStored) {
  auto committee = desk(Role::village_committee, village);
  const auto before = entries();
  EXPECT_EQ(faults_of(committee.post("/api/notices", body(of(village), "2016-07-10", "2016-07-09")), "/until_on",
                      "until_before_from"),
            1);
  EXPECT_EQ(
      faults_of(
          committee.post(
              "/api/notices",
              R"({"unit":"522601001006","kind":"other","title":"   ","text":" \n ","from_on":"2016-07-01","until_on":"2016-07-02","contact":null})"),
          "/title", "required"),
      1);
  EXPECT_EQ(count("SELECT count(*) FROM notice"), 0);
  EXPECT_EQ(entries(), before);
  const auto late = begun(committee, village, "2016-06-01", "2016-06-30");
  EXPECT_EQ(faults_of(committee.post(at(late, "publish"), act(1)), "/until_on", "until_in_the_past"), 1);
  EXPECT_EQ(read<notices::NoticeDetail>(committee.get(at(late))).notice.state, "draft");
}

TEST_F(Notices, IsReadOut) {
  auto committee = desk(Role::village_committee, village);
  const auto draft = begun(committee);
  const auto sent = send_file(committee, draft, notices::chime(2084));
  EXPECT_EQ(sent.status, 201) << sent.body;
  const auto file = read<documents::AttachmentSummary>(sent);
  EXPECT_EQ(file.media_type, "audio/mpeg");
  EXPECT_EQ(read<notices::NoticeDetail>(committee.get(at(draft))).files.size(), 1u) << "sent, not entered yet";

  const auto before = entries();
  const auto told = read<notices::NoticeDetail>(committee.post(at(draft, "recordings"), recording(file.id)));
  EXPECT_EQ(entries(), before + 1);
  EXPECT_EQ(count("SELECT count(*) FROM journal_entry WHERE detail LIKE '%测试甲%'"), 0) << "no names in the journal";
  ASSERT_EQ(told.recordings.size(), 1u);
  EXPECT_TRUE(told.files.empty());
  EXPECT_EQ(told.recordings[0].milliseconds, 2084 * 36);
  EXPECT_EQ(told.recordings[0].length_zh, "1 分 16 秒");
  EXPECT_EQ(seen(sound_of(told)).status, 404) << "a draft is not heard";

  acted(committee, told, "publish");
  const auto page = seen(page_of(told));
  for (const auto* words :
       {"<audio controls", "lang=\"hea\"", "苗语（黔东北部）", "测试甲", "1 分 16 秒", "不要在屋檐下烧火。"})
    EXPECT_TRUE(has(page, words)) << words;
  EXPECT_FALSE(has(page, "consent"));
  const auto sound = seen(sound_of(told));
  EXPECT_EQ(sound.content_type, "audio/mpeg");
  EXPECT_EQ(sound.body, notices::chime(2084));
}

TEST_F(Notices, ARecordingIsSentInParts) {
  auto committee = desk(Role::village_committee, village);
  const auto out = read_out(committee, published(committee));
  auto player = visitor();
  const auto whole = player.get(sound_of(out));
  EXPECT_EQ(header(whole, "Accept-Ranges"), "bytes");
  player.headers.emplace_back("range", "bytes=72-143");
  const auto part = player.get(sound_of(out));
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, whole.body.substr(72, 72));
  EXPECT_EQ(header(part, "Content-Range"), fmt::format("bytes 72-143/{}", whole.body.size()));
  player.headers.emplace_back("if-none-match", header(whole, "ETag"));
  EXPECT_EQ(player.get(sound_of(out)).status, 304);
}

TEST_F(Notices, RecordingsNeedConsentWordsAndAFileOfTheirOwn) {
  auto committee = desk(Role::village_committee, village);
  const auto draft = begun(committee);
  const auto other = begun(committee);
  const auto file = read<documents::AttachmentSummary>(send_file(committee, draft, notices::chime(100)));
  const auto post = [&](const notices::NoticeDetail& to, const std::string& what) {
    return committee.post(at(to, "recordings"), what);
  };
  const auto before = entries();
  EXPECT_EQ(faults_of(post(draft, recording(file.id, "2016-07-02")), "/consented_on", "consent_in_the_future"), 1);
  EXPECT_EQ(faults_of(post(draft, recording(file.id, "2016-06-30", "  ")), "/speaker", "required"), 1);
  EXPECT_EQ(faults_of(post(draft, recording(file.id, "2016-06-30", "测试甲", "   ")), "/transcript", "required"), 1);
  EXPECT_EQ(faults_of(post(other, recording(file.id)), "/attachment", "unknown_attachment"), 1);
  EXPECT_EQ(entries(), before);
  EXPECT_EQ(post(draft, recording(file.id)).status, 201);
  EXPECT_EQ(faults_of(post(draft, recording(file.id)), "/attachment", "used_already"), 1);
}

TEST_F(Notices, OnlySoundIsTakenAndOnlyFromTheUnitWhileItIsOpen) {
  auto committee = desk(Role::village_committee, village);
  auto neighbour = desk(Role::village_committee, neighbour_village);
  auto bureau = desk(Role::prefecture_bureau, prefecture);
  auto county = desk(Role::county_bureau, kaili);
  const auto draft = begun(committee);
  EXPECT_EQ(code_of(send_file(committee, draft, documents::pdf())), "file_type");
  EXPECT_EQ(code_of(send_file(neighbour, draft, notices::chime(100))), "outside_subtree");
  EXPECT_EQ(code_of(send_file(county, draft, notices::chime(100))), "own_wanted");
  // And no sound where papers are wanted.
  const auto report = asked(bureau, kaili);
  county.content_type = "application/octet-stream";
  county.headers.emplace_back("x-file-name", "a.mp3");
  EXPECT_EQ(code_of(county.post(fmt::format("/api/attachments?owner_kind=plan.report&owner_id={}", report.id.text()),
                                notices::chime(100))),
            "file_type");
  const auto gone = acted(committee, acted(committee, draft, "publish"), "withdraw", "作废");
  EXPECT_EQ(code_of(send_file(committee, gone, notices::chime(100))), "wrong_state");
}

TEST_F(Notices, ARecordingIsRemovedWithItsFile) {
  auto committee = desk(Role::village_committee, village);
  auto township = desk(Role::township, kaili_township);
  const auto out = read_out(committee, published(committee));
  const auto address = "/api/recordings/" + out.recordings[0].id.text();
  EXPECT_EQ(code_of(township.del(address)), "own_wanted");
  EXPECT_EQ(committee.del(address).status, 204);
  EXPECT_EQ(count("SELECT count(*) FROM attachment"), 0);
  EXPECT_EQ(seen(sound_of(out)).status, 404);
  EXPECT_EQ(committee.del(address).status, 404);
  EXPECT_TRUE(must(application_->verify()).empty());
}

TEST_F(Notices, TheLoudspeakerGetsAListInItsOrder) {
  auto committee = desk(Role::village_committee, village);
  auto township = desk(Role::township, kaili_township);
  const auto above = read_out(township, published(township, kaili_township), 1000);
  auto own = begun(committee);
  own = read<notices::NoticeDetail>(committee.post(
      at(own, "write"),
      R"({"version":1,"kind":"meeting","title":"院坝会","text":"今晚七点。","from_on":"2016-07-01","until_on":"2016-07-15","contact":null})"));
  own = acted(committee, read_out(committee, own, 100), "publish");

  auto player = visitor();
  player.headers = {{"host", "gulou.example:8080"}};
  const auto list = player.get("/u/522601001006/playlist.m3u8");
  EXPECT_EQ(list.content_type, "audio/x-mpegurl; charset=utf-8");
  const auto safety =
      fmt::format("#EXTINF:36,防火提醒 · 苗语（黔东北部）\nhttp://gulou.example:8080{}\n", sound_of(above));
  const auto meeting = fmt::format("#EXTINF:4,院坝会 · 苗语（黔东北部）\nhttp://gulou.example:8080{}\n", sound_of(own));
  EXPECT_EQ(list.body, "#EXTM3U\n#PLAYLIST:未来城社区居民委员会广播\n" + safety + meeting);
  const auto page = seen("/u/522601001006/playlist");
  EXPECT_TRUE(has(page, "2 段录音，从头播完要 40 秒")) << page.body;
  EXPECT_LT(page.body.find("防火提醒"), page.body.find("院坝会"));
  EXPECT_TRUE(has(seen(fmt::format("/u/{}/playlist", huangping)), "现在没有可以播放的录音"));
}

TEST_F(Notices, HangsOnTheBoardAsAnA4Sheet) {
  auto committee = desk(Role::village_committee, village);
  const auto out = read_out(committee, published(committee));
  auto reader = visitor();
  reader.headers = {{"host", "gulou.example"}};
  const auto paper = reader.get(page_of(out) + "/paper");
  EXPECT_EQ(paper.status, 200);
  for (const auto* words : {"防火提醒", "发现火情先喊人。", "gulou.example/notices/", "class=\"qr\"", "扫码可听"})
    EXPECT_TRUE(has(paper, words)) << words;
}

TEST_F(Notices, WhatIsTypedIsTextEverywhere) {
  auto committee = desk(Role::village_committee, village);
  auto draft = read<notices::NoticeDetail>(committee.post(
      "/api/notices",
      R"({"unit":"522601001006","kind":"other","title":"<b>题</b>","text":"<script>alert(1)</script>","from_on":"2016-07-01","until_on":"2016-07-15","contact":"\"><img src=x>"})"));
  acted(committee, draft, "publish");
  for (const auto& target : {page_of(draft), page_of(draft) + "/paper", std::string("/u/522601001006/notices")}) {
    const auto page = seen(target);
    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(has(page, "<script>")) << target;
    EXPECT_FALSE(has(page, "<b>题")) << target;
    EXPECT_FALSE(has(page, "<img")) << target;
  }
}

TEST_F(Notices, ARepeatedRequestIsDoneOnce) {
  auto committee = desk(Role::village_committee, village);
  committee.headers.emplace_back("idempotency-key", "0123456789abcdef");
  const auto first = committee.post("/api/notices", body(of(village)));
  const auto again = committee.post("/api/notices", body(of(village)));
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(count("SELECT count(*) FROM notice"), 1);
}

TEST(NoticeTone, IsSoundOfItsLength) {
  const auto bytes = notices::chime(168);
  ASSERT_EQ(documents::sound_of(bytes), documents::Sound::mp3);
  const auto clean = documents::clean_sound(documents::Sound::mp3, bytes);
  ASSERT_TRUE(clean);
  EXPECT_EQ(clean->milliseconds, 168 * 36);
  EXPECT_EQ(clean->bytes, bytes);
}

TEST(NoticeWords, LengthsAreRoundedUp) {
  EXPECT_EQ(notices::length_zh(1), "1 秒");
  EXPECT_EQ(notices::length_zh(59'000), "59 秒");
  EXPECT_EQ(notices::length_zh(59'001), "1 分钟");
  EXPECT_EQ(notices::length_zh(75'000), "1 分 15 秒");
  EXPECT_EQ(notices::length_en(1), "1 s");
  EXPECT_EQ(notices::length_en(59'001), "1 min");
  EXPECT_EQ(notices::length_en(75'000), "1 min 15 s");
}

TEST(NoticeWords, ParagraphsAreLinesThatSaySomething) {
  using Lines = std::vector<std::string_view>;
  EXPECT_EQ(notices::paragraphs_of(""), Lines{});
  EXPECT_EQ(notices::paragraphs_of("一"), Lines{"一"});
  EXPECT_EQ(notices::paragraphs_of("\n 一 \r\n\n\t\n二\n"), (Lines{"一", "二"}));
}

}  // namespace
}  // namespace gulou
