# Reads JSON lines {"text": …, "parser": "GFM" or "kramdown", "liquid": true} and answers each with
# {"html": …} or {"error": …}: Liquid and kramdown with the options that Jekyll gives them.
require 'json'
require 'kramdown'
require 'kramdown-parser-gfm'
require 'liquid'

OPTIONS = {
  auto_ids: true, toc_levels: (1..6).to_a, entity_output: 'as_char', hard_wrap: false,
  smart_quotes: 'lsquo,rsquo,ldquo,rdquo', footnote_nr: 1, syntax_highlighter: nil
}.freeze

$stdout.sync = true
$stdin.each_line do |line|
  asked = JSON.parse(line)
  begin
    text = asked['text']
    text = Liquid::Template.parse(text, error_mode: :warn).render!({}) if asked['liquid']
    html = Kramdown::Document.new(text, OPTIONS.merge(input: asked['parser'])).to_html
    puts JSON.generate({ html: html })
  rescue StandardError => e
    puts JSON.generate({ error: "#{e.class}: #{e.message}" })
  end
end
