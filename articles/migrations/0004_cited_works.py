import articles.rich_text
import articles.web_address
import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_content_keys'),
        ('evidence', '0001_works'),
        # Reads the citations as they were.
        ('home', '0003_fill_content_keys'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='articlepage',
            name='body',
            field=wagtail.fields.StreamField([('text', 1), ('quote', 4), ('citation', 9), ('author_bio', 12), ('cta', 17), ('image', 23), ('table', 26), ('embed', 30)], block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'h4', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link', 'superscript', 'subscript', 'work'], 'help_text': 'Headings, paragraphs, lists and links.', 'label': 'Text', 'validators': [articles.rich_text.validate_links]}), 1: ('wagtail.blocks.StructBlock', [[('content', 0)]], {}), 2: ('wagtail.blocks.TextBlock', (), {'help_text': 'The words themselves, without quotation marks.', 'rows': 3}), 3: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who said it, such as a name and a role.', 'max_length': 200, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('text', 2), ('attribution', 3)]], {}), 5: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('reference', 'Reference: the work the article rests on'), ('quotation', "Quotation: the work's own words"), ('summary', 'Summary: what the work says, in your words')], 'help_text': 'How the article uses the work.', 'label': 'Used as'}), 6: ('wagtail.snippets.blocks.SnippetChooserBlock', ('evidence.Work',), {'help_text': 'Shared: a change to it shows wherever it is cited.'}), 7: ('wagtail.blocks.TextBlock', (), {'help_text': "For a quotation, the work's own words; for a summary, yours. For a reference, nothing or a remark.", 'required': False, 'rows': 3}), 8: ('wagtail.blocks.CharBlock', (), {'help_text': 'Where in the work, such as “p. 4”, “pp. 4–5” or “Table 2”.', 'max_length': 100, 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('usage', 5), ('work', 6), ('text', 7), ('locator', 8)]], {}), 10: ('wagtail.snippets.blocks.SnippetChooserBlock', ('articles.Author',), {'help_text': "Empty: the article's first author.", 'required': False}), 11: ('wagtail.blocks.TextBlock', (), {'help_text': "Empty: the author's own short note.", 'label': 'Own note', 'required': False, 'rows': 3}), 12: ('wagtail.blocks.StructBlock', [[('author', 10), ('note', 11)]], {}), 13: ('wagtail.snippets.blocks.SnippetChooserBlock', ('articles.CallToAction',), {'help_text': 'Shared: a change to it shows wherever it is used.', 'label': 'Call to action'}), 14: ('wagtail.blocks.CharBlock', (), {'help_text': 'Empty: the heading of the call to action.', 'max_length': 120, 'required': False}), 15: ('wagtail.blocks.TextBlock', (), {'help_text': 'Empty: the text of the call to action.', 'max_length': 400, 'required': False, 'rows': 2}), 16: ('wagtail.blocks.CharBlock', (), {'help_text': 'Empty: the label of the call to action.', 'max_length': 40, 'required': False}), 17: ('wagtail.blocks.StructBlock', [[('cta', 13), ('heading', 14), ('text', 15), ('button_label', 16)]], {}), 18: ('wagtail.images.blocks.ImageChooserBlock', (), {'help_text': 'From the library; a new one can be uploaded on the way.'}), 19: ('wagtail.blocks.CharBlock', (), {'help_text': "What the picture shows here. Empty: the picture's own text from the library.", 'label': 'Alternative text', 'max_length': 300, 'required': False}), 20: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'The picture says nothing that the text does not say.', 'required': False}), 21: ('wagtail.blocks.CharBlock', (), {'help_text': 'Shown below the picture.', 'max_length': 300, 'required': False}), 22: ('wagtail.blocks.CharBlock', (), {'help_text': "Empty: the picture's own credit from the library.", 'max_length': 200, 'required': False}), 23: ('wagtail.blocks.StructBlock', [[('image', 18), ('alt_text', 19), ('decorative', 20), ('caption', 21), ('credit', 22)]], {}), 24: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the table shows, in a few words.', 'max_length': 300, 'required': False}), 25: ('wagtail.contrib.table_block.blocks.TableBlock', (), {'help_text': 'Cells hold plain text. A table can be pasted from a spreadsheet.', 'table_options': {'contextMenu': ['row_above', 'row_below', 'col_left', 'col_right', 'remove_row', 'remove_col']}}), 26: ('wagtail.blocks.StructBlock', [[('caption', 24), ('table', 25)]], {}), 27: ('wagtail.blocks.URLBlock', (), {'help_text': "The recording's page, such as on YouTube.", 'label': 'Address', 'validators': [articles.web_address.validate_web_address]}), 28: ('wagtail.blocks.CharBlock', (), {'help_text': 'What a reader will see or hear.', 'max_length': 200}), 29: ('wagtail.blocks.CharBlock', (), {'help_text': 'Shown below the link.', 'max_length': 300, 'required': False}), 30: ('wagtail.blocks.StructBlock', [[('url', 27), ('title', 28), ('caption', 29)]], {})}, help_text='What readers read, block by block.'),
        ),
        migrations.CreateModel(
            name='CitedInDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.revision')),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafted_lines', to='evidence.work')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('revision', 'work'), name='cited_in_draft_once')],
            },
        ),
        migrations.CreateModel(
            name='CitedWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cited_lines', to='evidence.work')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('page', 'work'), name='cited_work_once')],
            },
        ),
    ]
