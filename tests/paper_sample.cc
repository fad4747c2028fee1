// gulou_paper_sample NAME: writes one of three printed documents as HTML, for tests/browser/paper.browser.mjs.
#include <fmt/format.h>

#include <cstdio>
#include <string_view>

#include "spine/documents/paper.h"

namespace {

using namespace gulou;
using namespace gulou::documents;

// What a bureau sends its counties: everything that a paper may have.
Paper circular() {
  PaperTable table{.caption = "各县（市）村（居）委会换届选举进展",
                   .columns = {{"县（市）"},
                               {"应完成", Align::right},
                               {"已完成", Align::right},
                               {"完成比例", Align::right},
                               {"状态"}},
                   .rows = {}};
  const std::string_view counties[] = {"凯里市", "黄平县", "施秉县", "三穗县", "镇远县", "岑巩县", "天柱县", "锦屏县",
                                       "剑河县", "台江县", "黎平县", "榕江县", "从江县", "雷山县", "麻江县", "丹寨县"};
  int n = 90;
  for (const auto county : counties) {
    n += 7;
    table.rows.push_back({{std::string(county), "208", std::to_string(n), fmt::format("{}.{}%", n * 100 / 208, n % 10),
                           n < 130 ? "落后" : "按进度"}});
  }
  return {
      .organ_mark = "黔东南州民政局文件",
      .number = "黔东南民通〔2016〕12号",
      .title = "黔东南州民政局关于2016年第三季度\n基层政权和城乡社区建设工作进展情况的通报",
      .addressee = "各县（市）民政局",
      .blocks = {paragraph("按照《黔东南州民政局2016年工作要点》的安排，现将第三季度基层政权和城乡社区建设工作进展情况"
                           "通报如下。"),
                 heading(1, "一、总体情况"),
                 paragraph("截至2016年9月30日，全州2,438个村（居）中，1,862个完成第十届换届选举，占76.3%，比二季度"
                           "末提高12.5个百分点；群众参选率达到91.2%，一次选举成功率达到88.0%。"),
                 heading(1, "二、存在的问题"), heading(2, "（一）进度不平衡。"),
                 paragraph("部分县（市）启动较晚，个别乡镇尚未完成选民登记，须在十月底之前补齐，并说明原因。"),
                 heading(2, "（二）数据报送不及时。"), heading(3, "1.漏报"),
                 paragraph("三个县（市）的村务公开数据未按期报送，影响全州汇总。"), gulou::documents::table(table),
                 heading(1, "三、下一步工作"),
                 paragraph(
                     "各县（市）民政局要对照工作要点逐项核对，倒排工期，落实责任人；对落后的任务，州局将适时督办。")},
      .annexes = {{.title = "2016年工作要点任务分解表", .blocks = {paragraph("任务分解以州局印发的工作要点为准。")}},
                  {.title = "各县（市）第三季度基层政权和城乡社区建设工作主要指标完成情况统计汇总表", .blocks = {}}},
      .organ = "黔东南州民政局",
      .signed_on = *Date::of(2016, 10, 13),
      .note = "联系人：张某某，电话：0855-1234567",
      .public_address = "https://gulou.example/plan/2016/circulars/3",
      .copies = "省民政厅，州人民政府办公室，州委组织部，州财政局，州人力资源和社会保障局，州农业委员会。",
      .printed_by = "黔东南州民政局办公室",
      .printed_on = *Date::of(2016, 10, 14),
      .demo = true};
}

// What a village hangs on its board: no red head.
Paper notice() {
  return {.title = "岩寨村第十届村民委员会\n选民名单公告",
          .blocks = {paragraph(
              "根据《中华人民共和国村民委员会组织法》第十四条的规定，现将本村登记参加选举的村民名单予以公布。"
              "对名单有异议的，应当自名单公布之日起五日内向村民选举委员会申诉。")},
          .organ = "黎平县岩洞镇岩寨村第十届村民选举委员会",
          .signed_on = *Date::of(2016, 11, 3),
          .publicity = Publicity{*Date::of(2016, 11, 3), *Date::of(2016, 11, 23)},
          .contact = "村民选举委员会，0855-1234567",
          .public_address = "https://gulou.example/u/522631104201"};
}

// Nothing but characters, to count lines and columns.
Paper grid() {
  std::string text;
  for (int i = 0; i < 22 * 28 * 3 - 2; ++i) text += "鼓";
  return {.title = "字", .blocks = {paragraph(text)}};
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view name = argc == 2 ? argv[1] : "";
  const auto page = paper_page(name == "notice" ? notice() : name == "grid" ? grid() : circular());
  if (!page) return 1;
  std::fputs(page->body.c_str(), stdout);
  return 0;
}
