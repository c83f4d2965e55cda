import articles.rich_text
import articles.web_address
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0003_fill_content_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitesettings',
            name='citation_style',
            field=models.CharField(choices=[('apa', 'APA 7'), ('american-medical-association', 'AMA 11'), ('nlm-citation-sequence', 'NLM (Vancouver)')], default='apa', help_text='In which articles show the references of the works that they cite.', max_length=40),
        ),
        migrations.AlterField(
            model_name='standardpage',
            name='body',
            field=wagtail.fields.StreamField([('text', 1), ('quote', 4), ('cta', 9), ('image', 15), ('table', 18), ('embed', 22)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'h4', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link', 'superscript', 'subscript', 'work'], 'help_text': 'Headings, paragraphs, lists and links.', 'label': 'Text', 'validators': [articles.rich_text.validate_links]}), 1: ('wagtail.blocks.StructBlock', [[('content', 0)]], {}), 2: ('wagtail.blocks.TextBlock', (), {'help_text': 'The words themselves, without quotation marks.', 'rows': 3}), 3: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who said it, such as a name and a role.', 'max_length': 200, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('text', 2), ('attribution', 3)]], {}), 5: ('wagtail.snippets.blocks.SnippetChooserBlock', ('articles.CallToAction',), {'help_text': 'Shared: a change to it shows wherever it is used.', 'label': 'Call to action'}), 6: ('wagtail.blocks.CharBlock', (), {'help_text': 'Empty: the heading of the call to action.', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.TextBlock', (), {'help_text': 'Empty: the text of the call to action.', 'max_length': 400, 'required': False, 'rows': 2}), 8: ('wagtail.blocks.CharBlock', (), {'help_text': 'Empty: the label of the call to action.', 'max_length': 40, 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('cta', 5), ('heading', 6), ('text', 7), ('button_label', 8)]], {}), 10: ('wagtail.images.blocks.ImageChooserBlock', (), {'help_text': 'From the library; a new one can be uploaded on the way.'}), 11: ('wagtail.blocks.CharBlock', (), {'help_text': "What the picture shows here. Empty: the picture's own text from the library.", 'label': 'Alternative text', 'max_length': 300, 'required': False}), 12: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'The picture says nothing that the text does not say.', 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'Shown below the picture.', 'max_length': 300, 'required': False}), 14: ('wagtail.blocks.CharBlock', (), {'help_text': "Empty: the picture's own credit from the library.", 'max_length': 200, 'required': False}), 15: ('wagtail.blocks.StructBlock', [[('image', 10), ('alt_text', 11), ('decorative', 12), ('caption', 13), ('credit', 14)]], {}), 16: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the table shows, in a few words.', 'max_length': 300, 'required': False}), 17: ('wagtail.contrib.table_block.blocks.TableBlock', (), {'help_text': 'Cells hold plain text. A table can be pasted from a spreadsheet.', 'table_options': {'contextMenu': ['row_above', 'row_below', 'col_left', 'col_right', 'remove_row', 'remove_col']}}), 18: ('wagtail.blocks.StructBlock', [[('caption', 16), ('table', 17)]], {}), 19: ('wagtail.blocks.URLBlock', (), {'help_text': "The recording's page, such as on YouTube.", 'label': 'Address', 'validators': [articles.web_address.validate_web_address]}), 20: ('wagtail.blocks.CharBlock', (), {'help_text': 'What a reader will see or hear.', 'max_length': 200}), 21: ('wagtail.blocks.CharBlock', (), {'help_text': 'Shown below the link.', 'max_length': 300, 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('url', 19), ('title', 20), ('caption', 21)]], {})}),
        ),
    ]
