#include "metrics/definition/figures.h"
#include "tests/metrics/support/ledger_fixture.h"
#include "tests/metrics/support/time_zone.h"

#include <fstream>
#include <set>
#include <sstream>

#include <gmock/gmock.h>

namespace orchard::metrics {
namespace {

using namespace core;
using test::at;
using testing::HasSubstr;

class DefinitionTest : public test::LedgerFixture {
 protected:
  Question question() { return {{}, Window::week, local, at(100), 1, 2}; }
  FigureTable ask(const char* name) {
    const auto table = (*find_figure(name))->query(store, question());
    EXPECT_TRUE(table) << table.error().describe();
    return *table;
  }

  test::TimeZone zone{"UTC"};
  SystemLocalTime local;
};

TEST_F(DefinitionTest, NamesEachFigureOnceAndInWords) {
  std::set<std::string_view> names;
  for (const FigureDefinition& figure : figure_definitions()) {
    EXPECT_TRUE(names.insert(figure.name).second) << figure.name;
    EXPECT_FALSE(figure.title.empty()) << figure.name;
    EXPECT_TRUE(figure.sentence.ends_with(".")) << figure.name;
    EXPECT_FALSE(figure.source.empty()) << figure.name;
    EXPECT_NE(figure.query, nullptr) << figure.name;
    EXPECT_EQ(figure.rows == RowKind::none, figure.range == nullptr) << figure.name;
  }
  EXPECT_EQ(*find_figure("commits_today").value()->name.begin(), 'c');
  EXPECT_THAT(find_figure("commits").error().message, HasSubstr("commits_today"));
  EXPECT_THAT(find_figure("").error().message, HasSubstr("--explain"));
}

TEST_F(DefinitionTest, AnswersEveryFigureOfAnEmptyStoreAndOfABusyOne) {
  auto empty = Store::open(directory / "empty.db").value();
  record({TurnStarted{session, TurnId("t"), "=cmd()", false, at(1)},
          test::call("msg_1", session, at(2)),
          SlashCommandUsed{session, MessageId("m"), "/plan", at(3)}});
  for (const FigureDefinition& figure : figure_definitions())
    for (Store* any : {&empty, &store}) {
      const auto table = figure.query(*any, question());
      ASSERT_TRUE(table) << figure.name << ": " << table.error().describe();
      for (const auto& row : table->rows) ASSERT_EQ(row.size(), table->columns.size());
      EXPECT_THAT(to_json(*table), testing::Not(HasSubstr("nan")));
      if (figure.rows == RowKind::none) continue;
      const auto rows = query_rows_behind(*any, figure, question(), 10);
      ASSERT_TRUE(rows) << figure.name << ": " << rows.error().describe();
      for (const auto& row : rows->rows) ASSERT_EQ(row.size(), rows->columns.size());
    }
}

TEST_F(DefinitionTest, OpensTheRowsBehindAFigure) {
  record({TurnStarted{session, TurnId("t"), "=cmd()\nmore", false, at(1)},
          test::call("msg_1", session, at(2)), test::call("msg_2", session, at(3))});
  const FigureDefinition* cost = find_figure("cost_today").value();
  EXPECT_EQ(query_rows_behind(store, *cost, question(), 10)->rows.size(), 2U);
  EXPECT_EQ(query_rows_behind(store, *cost, question(), 1)->rows.size(), 1U);
  const auto sessions =
      query_rows_behind(store, *find_figure("sessions_24h").value(), question(), 10).value();
  ASSERT_EQ(sessions.rows.size(), 1U);
  EXPECT_EQ(std::get<std::string>(sessions.rows[0][1]), "=cmd()");
  EXPECT_THAT(to_csv(sessions), HasSubstr("s-1,'=cmd(),quiet-fern,fern,active,"));
  const auto active =
      query_rows_behind(store, *find_figure("active_sessions").value(), question(), 1);
  EXPECT_EQ(active.error().code, ErrorCode::unsupported);
}

TEST_F(DefinitionTest, CountsActiveSessionsThatTheMachineSees) {
  const FigureTable table = ask("active_sessions");
  EXPECT_EQ(std::get<std::int64_t>(table.rows[0][2]), 3);
}

TEST_F(DefinitionTest, RefusesAFilterBySomethingUnknown) {
  Question asked = question();
  asked.filter.model = "gpt";
  const FigureDefinition* cost = find_figure("cost_today").value();
  EXPECT_EQ(cost->query(store, asked).error().code, ErrorCode::not_found);
  record({test::call("msg_1", session, at(2))});
  EXPECT_THAT(cost->query(store, asked).error().message, HasSubstr("claude-opus-4-8"));
  asked.filter = {RepositoryId("nowhere"), std::nullopt, ""};
  EXPECT_EQ(cost->query(store, asked).error().code, ErrorCode::not_found);
  asked.filter = {std::nullopt, WorkspaceId("nowhere"), ""};
  EXPECT_EQ(cost->query(store, asked).error().code, ErrorCode::not_found);
}

TEST(FigureTableText, WritesEveryKindOfValue) {
  FigureTable table{{{"a"}, {"b"}, {"c"}, {"d"}, {"e"}, {"f"}, {"g"}}, {}};
  table.add_row(std::string("x,\"y\"\nz"), std::int64_t{-4}, 0.5, Cost{1'500'000'000},
                Duration(1'500'000), at(0), CivilDay(std::chrono::days(20'000)));
  table.add_row(Cell(), true, std::string("-1+cmd"), Cost{1}, Duration(0));
  EXPECT_EQ(to_csv(table),
            "a,b,c,d,e,f,g\n"
            "\"x,\"\"y\"\"\nz\",-4,0.5,1.500000000,1.5,2026-11-20T12:00:00.000Z,2024-10-04\n"
            ",true,'-1+cmd,0.000000001,0.0,,\n");
  FigureTable hostile{{{"a"}}, {}};
  hostile.add_row(std::string("a\x1b[31mb\x7f\xc2\x9bü"));
  EXPECT_EQ(to_csv(hostile), "a\na?[31mb??ü\n") << "nothing that a terminal obeys";
  EXPECT_THAT(to_json(table), HasSubstr("\"d\": 1.5"));
  EXPECT_THAT(to_json(table), HasSubstr("\"a\": null"));
}

TEST(DefinitionsPage, IsTheOneInTheTree) {
  std::ostringstream page;
  page << std::ifstream(ORCHARD_DEFINITIONS_PAGE).rdbuf();
  EXPECT_EQ(page.str(), definitions_page())
      << "Write it anew: orchard metrics --explain --markdown > metrics/DEFINITIONS.md";
}

}  // namespace
}  // namespace orchard::metrics
