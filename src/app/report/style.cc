#include "app/report/style.h"

#include <string_view>

namespace attune::report {

std::string_view style_sheet() {
  // Series colours: Okabe and Ito (2008), told apart by colour-blind readers.
  return R"css(
:root { color-scheme: light dark; --back: #ffffff; --card: #f6f7f9; --ink: #1c2330; --soft: #5c6676; --rule: #dde1e7; --good: #00734f; --bad: #b3400a;
  --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #b4589a; --c4: #c98a00; --c5: #3a9bd9; --c6: #6a5acd; --c7: #7a7f87; }
@media (prefers-color-scheme: dark) { :root { --back: #14181f; --card: #1d232c; --ink: #e8ecf2; --soft: #a0aab8; --rule: #343d4a; --good: #3fcf9a; --bad: #ff9359;
  --c0: #4aa8e0; --c1: #f0843c; --c2: #2fc597; --c3: #d98cc0; --c4: #e8b33c; --c5: #8accf5; --c6: #a79bf0; --c7: #a8adb5; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1000px; padding: 28px 20px 60px; background: var(--back); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: 26px; margin: 0 0 2px; } h2 { font-size: 18px; margin: 34px 0 10px; } p { margin: 6px 0; }
.soft, .note { color: var(--soft); } .note { font-size: 13px; }
.verdict { background: var(--card); border-left: 4px solid var(--c0); border-radius: 6px; padding: 12px 16px; margin: 18px 0; font-size: 16px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px; }
th, td { padding: 6px 10px; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; vertical-align: top; }
th { color: var(--soft); font-weight: 600; } th:first-child, td:first-child { text-align: left; }
td small { display: block; color: var(--soft); font-size: 12px; } td.best { font-weight: 700; } .up { color: var(--good); } .down { color: var(--bad); }
.facts { width: auto; margin-bottom: 22px; } .facts td { text-align: left; white-space: normal; } .facts td:first-child { color: var(--soft); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(290px, 1fr)); gap: 16px; }
figure { margin: 0; background: var(--card); border-radius: 8px; padding: 12px; } figure + figure.wide { margin-top: 16px; }
svg { display: block; width: 100%; height: auto; margin: 0 auto; font: 12px system-ui, "DejaVu Sans", sans-serif; fill: var(--ink); }
.chart-title { font-size: 14px; font-weight: 600; } .tick { fill: var(--soft); font-size: 11px; } .value { font-weight: 600; }
.grid { stroke: var(--rule); stroke-width: 1; } .whisker { stroke: var(--ink); stroke-width: 1.5; }
line.s0, line.s1, line.s2, line.s3, line.s4, line.s5, line.s6, line.s7 { stroke-width: 2; opacity: .55; }
polyline { fill: none !important; stroke-width: 2; }
.s0 { fill: var(--c0); stroke: var(--c0); } .s1 { fill: var(--c1); stroke: var(--c1); } .s2 { fill: var(--c2); stroke: var(--c2); } .s3 { fill: var(--c3); stroke: var(--c3); }
.s4 { fill: var(--c4); stroke: var(--c4); } .s5 { fill: var(--c5); stroke: var(--c5); } .s6 { fill: var(--c6); stroke: var(--c6); } .s7 { fill: var(--c7); stroke: var(--c7); }
rect.s0, rect.s1, rect.s2, rect.s3, rect.s4, rect.s5, rect.s6, rect.s7 { stroke: none; opacity: .85; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 0 0 10px; padding: 0; list-style: none; font-size: 13px; }
.legend svg { display: inline-block; width: 10px; height: 10px; margin: 0 6px 0 0; }
pre { background: var(--card); border-radius: 8px; padding: 12px; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 13px; }
summary { cursor: pointer; font-weight: 600; margin: 20px 0 8px; }
@media print { body { max-width: none; } figure { break-inside: avoid; } }
)css";
}

}  // namespace attune::report
